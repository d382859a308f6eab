"""What a generative reward model is asked, in our own words: the official prompts state no licence.

As there, a system message asks for a verdict in double brackets; the user's message has the question and then
a delimited block for every answer.
"""

from __future__ import annotations

from loom_tests.data.reward.comparisons import LETTERS
from loom_tests.prompts import Prompt

JUDGE = (
    "You are an impartial judge of answers that AI assistants gave to the question of a user. The question "
    "comes with a long context. Prefer the answer that does what the user asks, agrees with the context in "
    "every claim and leaves out nothing that matters. An answer that invents or contradicts what the context "
    "says is worse than one that does not, however well it is written. Let neither the order of the answers "
    "nor their length or the names of the assistants influence you."
)
PAIR_SYSTEM = (
    f"{JUDGE} First compare the two answers in a short explanation. Then give your final verdict in exactly "
    'this form: "[[A]]" if the answer of assistant A is better, "[[B]]" if that of assistant B is.'
)
RANKING_SYSTEM = (
    f"{JUDGE} First compare the {{n}} answers in a short explanation under the heading [Analysis]. Then, "
    "under the heading [Ranking], give the names of the assistants, the best answer first, in exactly this "
    'form: "[[{example}]]".'
)
MEMORY_SYSTEM = (
    "You are an impartial judge of how AI agents manage their memory while they read a long text piece by "
    "piece. A trajectory shows what an agent keeps in its memory after each piece, and its result. Prefer "
    "the trajectory that keeps what the question needs, without noise or error, and that comes to the right "
    "result. Let neither the order of the trajectories nor their length or the names of the agents influence "
    'you. Begin with your verdict, in exactly this form: "[[A]]" if the trajectory of agent A is better, '
    '"[[B]]" if that of agent B is. Then explain it in a few sentences.'
)


def _blocks(who: str, what: str, n: int) -> str:
    names = [f"{who} {letter}'s {what}" for letter in LETTERS[:n]]
    return "\n\n".join(
        f"[The Start of {name}]\n{{responses[{place}]}}\n[The End of {name}]"
        for place, name in enumerate(names)
    )


def _question(blocks: str) -> str:
    return f"[User Question]\n{{context}}\n\n{blocks}"


PAIR = Prompt(_question(_blocks("Assistant", "Answer", 2)), system=PAIR_SYSTEM)
MEMORY = Prompt(_question(_blocks("Agent", "Trajectory", 2)), system=MEMORY_SYSTEM)


def ranking(n: int) -> Prompt:
    """Return the prompt that asks for the ranks of n answers."""
    example = ">".join(reversed(LETTERS[:n]))
    system = RANKING_SYSTEM.format(n=n, example=example)
    return Prompt(_question(_blocks("Assistant", "Answer", n)), system=system)
