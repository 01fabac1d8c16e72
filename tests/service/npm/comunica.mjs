// Asks an endpoint, or a document of linked data, through Comunica; rows go to standard output as JSON.
//   node comunica.mjs SOURCE QUERY
import { QueryEngine } from "@comunica/query-sparql";

const [source, query] = process.argv.slice(2);
const engine = new QueryEngine();
const sources = [source.endsWith("/sparql") ? { type: "sparql", value: source } : source];
const result = await engine.query(query, { sources });
const { data } = await engine.resultToString(result, "application/sparql-results+json");
data.pipe(process.stdout);
