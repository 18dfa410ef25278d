/**
 * NodeId texts of the station project to what a server understands. Projects name namespaces by URI (`nsu=<uri>;s=<name>`)
 * because an index may change at every restart of a server; the index is looked up in the server's own array on each connect.
 * Pure; runs in the worker. Grammar: OPC UA Part 6, 5.1.12 and 5.3.1.11 (`%3B` and `%25` escape `;` and `%` in a URI).
 */
const PATTERN = /^(?:nsu=([^;]+);|ns=(\d{1,5});)?([isgb])=(.+)$/s;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

export type NodeAddress =
  | { readonly ok: true; readonly nodeId: string }
  | { readonly ok: false; readonly problem: string };

function isIdentifier(kind: string, text: string): boolean {
  if (kind === 'i') return /^\d{1,10}$/.test(text) && Number(text) <= 0xffffffff;
  if (kind === 'g') return GUID.test(text);
  if (kind === 'b') return BASE64.test(text);
  return text.length <= 4096;
}

/** `nsu=…` or `ns=…` text to `ns=<index>;…`, or the problem in English. Never throws. */
export function resolveNodeAddress(text: string, namespaces: readonly string[]): NodeAddress {
  const match = PATTERN.exec(text);
  const kind = match?.[3];
  const identifier = match?.[4];
  if (!kind || identifier === undefined || !isIdentifier(kind, identifier)) {
    return { ok: false, problem: `not a NodeId: ${text.slice(0, 80)}` };
  }
  const uri = match?.[1]?.replaceAll(/%3B/gi, ';').replaceAll('%25', '%');
  const index = uri === undefined ? Number(match?.[2] ?? 0) : namespaces.indexOf(uri);
  if (index < 0) return { ok: false, problem: `the server has no namespace ${uri}` };
  return { ok: true, nodeId: `ns=${index};${kind}=${identifier}` };
}

/**
 * `ns=<index>;…` as a server has it to the text that `tags.csv` takes: namespace by URI, none for the standard's own nodes.
 * An index that the server does not name stays an index.
 */
export function formatNodeAddress(nodeId: string, namespaces: readonly string[]): string {
  const match = /^ns=(\d+);(.*)$/s.exec(nodeId);
  if (!match) return nodeId;
  const [, index, identifier = ''] = match;
  const uri = namespaces[Number(index)];
  if (index === '0') return identifier;
  return uri ? `nsu=${uri.replaceAll('%', '%25').replaceAll(';', '%3B')};${identifier}` : nodeId;
}
