"""The bAbI worlds of BABILong: simulated stories whose answers follow from their facts."""
