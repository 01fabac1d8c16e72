"""Questions and their answers: named queries for machines, records with their proof for people."""

from yiju.questions.answer import Answer, answer, parse_parameters
from yiju.questions.compare import answer_compare
from yiju.questions.comparison import Change, Compared, Comparison, Side, Status
from yiju.questions.findings import answer_findings
from yiju.questions.grade import GradeAnswer, GradeBand, answer_grade
from yiju.questions.indicator_library import (
    Library,
    LibraryEntry,
    Official,
    answer_library,
    tell_library,
)
from yiju.questions.policy import answer_policy
from yiju.questions.question import Kind, Parameter, Question, find_question, load_questions
from yiju.questions.records import (
    Allocation,
    Cited,
    Correction,
    Evidence,
    Finding,
    Ground,
    Json,
    Policy,
    PolicyUse,
    Promise,
    Source,
    Subject,
    Thing,
    Trace,
    Use,
    to_json,
)
from yiju.questions.trace import answer_trace

__all__ = [
    "Allocation",
    "Answer",
    "Change",
    "Cited",
    "Compared",
    "Comparison",
    "Correction",
    "Evidence",
    "Finding",
    "GradeAnswer",
    "GradeBand",
    "Ground",
    "Json",
    "Kind",
    "Library",
    "LibraryEntry",
    "Official",
    "Parameter",
    "Policy",
    "PolicyUse",
    "Promise",
    "Question",
    "Side",
    "Source",
    "Status",
    "Subject",
    "Thing",
    "Trace",
    "Use",
    "answer",
    "answer_compare",
    "answer_findings",
    "answer_grade",
    "answer_library",
    "answer_policy",
    "answer_trace",
    "find_question",
    "load_questions",
    "parse_parameters",
    "tell_library",
    "to_json",
]
