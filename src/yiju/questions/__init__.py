"""Questions and their answers: named queries for machines, records with their proof for people."""

from yiju.questions.answer import Answer, answer, parse_parameters
from yiju.questions.findings import answer_findings
from yiju.questions.grade import GradeAnswer, GradeBand, answer_grade
from yiju.questions.policy import answer_policy
from yiju.questions.question import Parameter, Question, find_question, load_questions
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
    "Cited",
    "Correction",
    "Evidence",
    "Finding",
    "GradeAnswer",
    "GradeBand",
    "Ground",
    "Json",
    "Parameter",
    "Policy",
    "PolicyUse",
    "Promise",
    "Question",
    "Source",
    "Subject",
    "Thing",
    "Trace",
    "Use",
    "answer",
    "answer_findings",
    "answer_grade",
    "answer_policy",
    "answer_trace",
    "find_question",
    "load_questions",
    "parse_parameters",
    "to_json",
]
