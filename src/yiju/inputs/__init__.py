"""What people bring beside disclosures: official indicator libraries, and catalogues of policies.

Each is a CSV file that becomes a graph of input. It touches nothing that a document says, and stays
when documents are read again.
"""
