"""Why retrieved parts of a context cannot stand for all of it: values of `Task.no_retrieval`.

Which tasks these are follows the table of LOOM-Scope's README (arXiv 2507.04723, RAG), and the same reasons
for tasks that it does not list.
"""

SUMMARY = "a summary needs the whole text"
COUNT = "what is counted or compared is all of the text"
ORDER = "what is put in order is all of the text"
EXAMPLES = "the context holds labelled examples, not what the question asks for"
CODE = "the code that runs or goes on takes all that stands before it"
CHAIN = "each step is found only by the one before it"
CLAIMS = "what a text does not say is not found in parts of it"
PLACES = "the answer is a place among all parts"
WRITING = "there is no context"
PROMPT = "the context is the whole prompt, instructions included"
TALK = "the context is a talk, and its turns build on each other"
