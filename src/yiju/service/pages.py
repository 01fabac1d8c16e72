"""Plain pages for people: no script, one style sheet of our own, everything escaped.

Links to things lead to this service, whatever base their IRIs have; other links lead out.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final
from urllib.parse import quote, urlencode

from yiju.service.terms import TermEntry
from yiju.service.things import Sheet, Value, short_name
from yiju.vocabulary import NS

Row = Mapping[str, str | None]

STYLE: Final = """
:root { color-scheme: light dark; }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "PingFang SC", sans-serif; max-width: 60rem;
  margin: 0 auto; padding: 1rem 1.25rem 4rem; }
header, footer { color: GrayText; font-size: .9rem; }
h1 { line-height: 1.25; margin: .75rem 0 .25rem; } h2 { margin-top: 2rem; font-size: 1.15rem; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); overflow-wrap: anywhere; }
th { font-weight: 500; min-width: 7rem; } ul { margin: 0; padding-left: 1.1rem; }
blockquote { margin: .25rem 0; padding-left: .75rem; border-left: 3px solid #b8862b; white-space: pre-wrap; }
code, pre { font-size: .9rem; overflow-wrap: anywhere; white-space: pre-wrap; }
a { color: #0b63b0; } @media (prefers-color-scheme: dark) { a { color: #7cb8f2; } }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 2px solid #b8862b; outline-offset: 2px; }
input, textarea, button { font: inherit; padding: .35rem .6rem; } textarea { width: 100%; box-sizing: border-box; }
"""

_QUERY: Final = """PREFIX yj: <https://w3id.org/yiju/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?indicator ?label ?target WHERE {
  GRAPH ?document { ?indicator rdfs:label ?label ; yj:target/yj:text ?target }
} LIMIT 20"""


def thing_page(sheet: Sheet, *, path: str, base: str, names: Mapping[str, str]) -> str:
    """Make the page of a thing: name, class, properties with their values, what points here.

    `names` are the Chinese names of our terms; others are shown as prefixed names.
    """
    kinds = "、".join(
        _link(kind, names.get(kind, short_name(kind)), base) for kind in sheet.classes
    )
    body = f"""<h1>{escape(sheet.label)}</h1>
<p>{kinds} · <code>{escape(sheet.iri)}</code></p>
<p>数据：<a href="/id/{path}.ttl" type="text/turtle">Turtle</a>
 · <a href="/id/{path}.jsonld" type="application/ld+json">JSON-LD</a>{_chain(path)}</p>
<h2>内容</h2>
{_table(sheet.stated, base, names)}"""
    if sheet.used:
        body += f"\n<h2>被引用</h2>\n{_table(sheet.used, base, names)}"
    return _page(sheet.label, body)


def start_page(documents: Sequence[Row], policies: Sequence[Row], *, base: str) -> str:
    """Make the start page: what can be asked here, with examples from the store."""
    body = f"""<h1>依据 Yiju</h1>
<p>政府部门预算绩效公开文件的知识图谱：每个绩效指标承诺什么，用什么钱，由谁承担，依据什么。</p>
<form action="/api/search"><p><label>查找指标、项目、部门、政策：
<input name="q" required></label> <button>查找</button></p></form>
<h2>文件</h2>
{_list(_document(row, base) for row in documents) or "<p>库中还没有文件。</p>"}
<h2>政策</h2>
{_list(_policy(row, base) for row in policies) or "<p>库中还没有政策。</p>"}
<h2>SPARQL</h2>
<form action="/sparql" method="get"><p><label>查询：
<textarea name="query" rows="7" required>{escape(_QUERY)}</textarea></label></p>
<p><button>运行</button></p></form>
<h2>接口</h2>
{_list(_doors())}"""
    return _page("依据 Yiju", body)


def terms_page(
    terms: Iterable[TermEntry], *, scheme: str | None = None, lists: Iterable[str] = ()
) -> str:
    """Make the page of our terms, or those of a code list, one entry each with an anchor of its name."""
    rows = "\n".join(_term(term) for term in terms)
    title, address = (f"代码表 {scheme}", f"/ns/{scheme}") if scheme else ("词汇 yj:", "/ns")
    links = "、".join(f'<a href="/ns/{escape(name)}">{escape(name)}</a>' for name in lists)
    body = f"""<h1>{escape(title)}</h1>
<p><code>{NS}</code> · <a href="{escape(address)}.ttl" type="text/turtle">Turtle</a></p>
{f"<p>代码表：{links}</p>" if links else ""}
<table><tbody>
{rows}
</tbody></table>"""
    return _page(title, body)


def dumps_page(files: Iterable[Mapping[str, Any]]) -> str:
    """Make the page that lists dumps, each with its size and its checksum."""
    rows = "\n".join(
        f'<tr><th><a href="/dumps/{escape(file["name"])}">{escape(file["name"])}</a></th>'
        f"<td>{escape(file['title']['zh'])}<br>{file['bytes']:,} 字节，SHA-256 "
        f"<code>{escape(file['sha256'])}</code></td></tr>"
        for file in files
    )
    body = f"""<h1>数据下载</h1>
<p><a href="/dumps/manifest.json">manifest.json</a> · <a href="/catalog">DCAT</a></p>
<table><tbody>
{rows}
</tbody></table>"""
    return _page("数据下载", body)


def _page(title: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a href="/">依据 Yiju</a></header>
<main>
{body}
</main>
<footer><p>数据按 CC BY 4.0 发布；每个值都注明原文和行号。</p></footer>
</body>
</html>
"""


def _chain(path: str) -> str:
    kind, _, local = path.partition("/")
    if kind not in ("indicator", "proseindicator"):
        return ""
    return f' · <a href="/api/indicators/{escape(local)}/trace">依据链</a>'


def _table(properties: Mapping[str, Sequence[Value]], base: str, names: Mapping[str, str]) -> str:
    rows = "\n".join(
        f"<tr><th>{_link(name, names.get(name, short_name(name)), base)}</th><td>{_values(values, base)}</td></tr>"
        for name, values in properties.items()
    )
    return f"<table><tbody>\n{rows}\n</tbody></table>"


def _values(values: Sequence[Value], base: str) -> str:
    shown = [_value(value, base) for value in values]
    return shown[0] if len(shown) == 1 else _list(shown)


def _value(value: Value, base: str) -> str:
    if value.line is not None:
        place = _link(value.iri or "", f"第 {value.line} 行", base)
        return f"<blockquote>{escape(value.words)}</blockquote>{place}"
    return _link(value.iri, value.words, base) if value.iri else escape(value.words)


def _link(iri: str, words: str, base: str) -> str:
    """A link: inside the service for our own things and terms, outside for http addresses."""
    if iri.startswith(base + "id/"):
        return f'<a href="/{escape(iri.removeprefix(base))}">{escape(words)}</a>'
    if iri.startswith(NS):
        return f'<a href="/ns#{escape(iri.removeprefix(NS))}">{escape(words)}</a>'
    if iri.startswith(("http://", "https://")):
        return f'<a href="{escape(iri)}" rel="noreferrer">{escape(words)}</a>'
    return escape(words)


def _document(row: Row, base: str) -> str:
    link = _link(row["disclosure"] or "", row["title"] or row["file"] or "", base)
    count = f"{row['projects']} 个项目，{row['indicators']} 个指标"
    return f"{link}（{escape(row['file'] or '')}：{count}）"


def _policy(row: Row, base: str) -> str:
    link = _link(row["policy"] or "", row["label"] or "", base)
    return f"{link} {escape(row['number'] or '')}（{row['indicators']} 个指标）"


def _doors() -> list[str]:
    example = urlencode({"q": "满意度"}, quote_via=quote)
    doors = {
        f"/api/search?{example}": "按名称查找",
        "/api/documents": "文件",
        "/api/queries": "现成的问题",
        "/api/queries/money-per-policy": "每项政策关联的项目预算",
        "/api/queries/coverage": "每份文件读懂了多少",
        "/api/findings": "审核发现",
        "/ns": "词汇",
        "/catalog": "数据目录（DCAT）",
        "/.well-known/void": "数据概况（VoID）",
        "/openapi.json": "接口说明（OpenAPI）",
        "/health": "服务状态",
    }
    return [f'<a href="{escape(path)}">{escape(path)}</a> {name}' for path, name in doors.items()]


def _term(term: TermEntry) -> str:
    labels = " / ".join(escape(words) for _, words in term.labels)
    definitions = "<br>".join(escape(words) for _, words in term.definitions)
    name = escape(term.name)
    return f'<tr id="{name}"><th><code>yj:{name}</code></th><td>{labels}<br>{definitions}</td></tr>'


def _list(items: Iterable[str]) -> str:
    shown = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<ul>\n{shown}\n</ul>" if shown else ""
