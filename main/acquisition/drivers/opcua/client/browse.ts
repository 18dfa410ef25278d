/**
 * Looking round in a server for engineering, in the worker: the children of one node, page by page, with what a tag needs to
 * know of them. A server keeps the rest of a long list under a continuation point, of which it has few: they are given back
 * after a minute or when there are too many. Bounded: a page has at most 1,000 nodes.
 */
import {
  AttributeIds,
  BrowseDirection,
  BrowseNextRequest,
  BrowseNextResponse,
  BrowseRequest,
  BrowseResponse,
  type BrowseResult,
  DataType,
  type DataValue,
  NodeClass,
  ReadRequest,
  ReadResponse,
  type ReferenceDescription,
  TimestampsToReturn,
} from 'node-opcua-client';
import type { NodeAccess, NodeClassName } from '../../../../../shared/model/opcua.ts';
import { FailureError, failureOf } from '../failure.ts';
import type { BrowseOrder, BrowseOutcome, ListedNode } from '../messages.ts';
import { formatNodeAddress, resolveNodeAddress } from './node-address.ts';
import type { Requests } from './requests.ts';
import type { SessionLimits } from './session-limits.ts';
import { decode } from './watch/sample-sheet.ts';

const OBJECTS_FOLDER = 'i=85';
/** Everything that stands in a tree (Part 3, 7.3), its subtypes included. */
const HIERARCHICAL_REFERENCES = 'i=33';
const PAGE_SIZE = 1_000;
/** Servers allow 5 to 20 continuation points per session. */
const MOST_PAGES = 4;
const PAGE_LIFE_MS = 60_000;
/** BrowseName, DisplayName, NodeClass and TypeDefinition of each reference: Part 4, 7.5; all bits. */
const RESULT_MASK = 63;
const CLASSES: ReadonlyMap<number, NodeClassName> = new Map([
  [NodeClass.Object, 'object'],
  [NodeClass.Variable, 'variable'],
  [NodeClass.Method, 'method'],
]);
const CLASS_MASK = NodeClass.Object | NodeClass.Variable | NodeClass.Method;
/** AccessLevel bits CurrentRead and CurrentWrite (Part 3, 8.57). */
const ACCESSES: readonly NodeAccess[] = ['none', 'read', 'write', 'read-write'];
const LONGEST_PREVIEW = 80;
const VARIABLE_ATTRIBUTES = [AttributeIds.DataType, AttributeIds.UserAccessLevel, AttributeIds.Value] as const;

export interface BrowserOptions {
  readonly requests: Requests;
  readonly limits: SessionLimits;
  readonly namespaces: readonly string[];
  /** The watched nodes as this server has them. */
  readonly watched: readonly (string | null)[];
  readonly limitMs: number;
}

export class NodeBrowser {
  readonly #options: BrowserOptions;
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #pages = new Map<number, { readonly point: Buffer; readonly timer: NodeJS.Timeout }>();
  readonly #typeNames = new Map<string, string>();
  #lastPage = 0;

  constructor(options: BrowserOptions) {
    this.#options = options;
    this.#indexOf = new Map(
      options.watched.flatMap((nodeId, at) => (nodeId === null ? [] : [[canonical(nodeId), at]])),
    );
  }

  /** Never rejects. */
  async browse(order: Pick<BrowseOrder, 'nodeId' | 'page'>): Promise<BrowseOutcome> {
    try {
      const { references, continuationPoint, statusCode } = await this.#ask(order);
      if (!statusCode.isGoodish()) return { ok: false, detail: statusCode.name };
      const nodes = await this.#describe(references ?? []);
      return { ok: true, nodes, page: continuationPoint?.length ? this.#keep(continuationPoint) : null };
    } catch (error) {
      return { ok: false, detail: failureOf(error).detail };
    }
  }

  close(): void {
    for (const { timer } of this.#pages.values()) clearTimeout(timer);
    this.#pages.clear();
  }

  async #ask({ nodeId, page }: Pick<BrowseOrder, 'nodeId' | 'page'>): Promise<BrowseResult> {
    const { requests, namespaces, limitMs } = this.#options;
    if (page !== null) return this.#next(page);
    const address = resolveNodeAddress(nodeId ?? OBJECTS_FOLDER, namespaces);
    if (!address.ok) throw new FailureError({ cause: 'exception', detail: address.problem });
    const request = new BrowseRequest({
      requestedMaxReferencesPerNode: PAGE_SIZE,
      nodesToBrowse: [
        {
          nodeId: address.nodeId,
          browseDirection: BrowseDirection.Forward,
          referenceTypeId: HIERARCHICAL_REFERENCES,
          includeSubtypes: true,
          nodeClassMask: CLASS_MASK,
          resultMask: RESULT_MASK,
        },
      ],
    });
    return first((await requests.send(request, BrowseResponse, limitMs)).results);
  }

  async #next(page: number): Promise<BrowseResult> {
    const kept = this.#pages.get(page);
    if (!kept) throw new FailureError({ cause: 'exception', detail: 'the rest of this list is no longer kept' });
    clearTimeout(kept.timer);
    this.#pages.delete(page);
    const request = new BrowseNextRequest({ continuationPoints: [kept.point], releaseContinuationPoints: false });
    return first((await this.#options.requests.send(request, BrowseNextResponse, this.#options.limitMs)).results);
  }

  #keep(point: Buffer): number {
    const [oldest] = this.#pages.keys();
    if (oldest !== undefined && this.#pages.size >= MOST_PAGES) this.#release(oldest);
    const page = ++this.#lastPage;
    this.#pages.set(page, { point, timer: setTimeout(() => this.#release(page), PAGE_LIFE_MS) });
    return page;
  }

  #release(page: number): void {
    const kept = this.#pages.get(page);
    if (!kept) return;
    clearTimeout(kept.timer);
    this.#pages.delete(page);
    const request = new BrowseNextRequest({ continuationPoints: [kept.point], releaseContinuationPoints: true });
    // A server that does not take it back forgets it with the session.
    this.#options.requests.send(request, BrowseNextResponse, this.#options.limitMs).catch(() => undefined);
  }

  async #describe(references: readonly ReferenceDescription[]): Promise<ListedNode[]> {
    // A node of another server has a server index and cannot be read through this one.
    const own = references.filter(reference => CLASSES.has(reference.nodeClass) && !reference.nodeId.serverIndex);
    const variables = own.filter(reference => reference.nodeClass === NodeClass.Variable);
    const attributes = await this.#readVariables(variables);
    await this.#learnTypeNames([...attributes.values()].map(([type]) => type));
    return own.slice(0, PAGE_SIZE).map(reference => this.#listed(reference, attributes.get(reference)));
  }

  #listed(reference: ReferenceDescription, read: readonly DataValue[] | undefined): ListedNode {
    const nodeId = reference.nodeId.toString();
    const [type, access, value] = read ?? [];
    return {
      nodeId: formatNodeAddress(nodeId, this.#options.namespaces),
      browseName: reference.browseName.name ?? '',
      displayName: reference.displayName.text ?? reference.browseName.name ?? '',
      nodeClass: CLASSES.get(reference.nodeClass) ?? 'object',
      dataType: type ? (this.#typeNames.get(String(type.value.value)) ?? null) : null,
      access: access ? (ACCESSES[Number(access.value.value) & 3] ?? null) : null,
      preview: value ? previewOf(value) : null,
      index: this.#indexOf.get(canonical(nodeId)) ?? null,
    };
  }

  async #readVariables(
    variables: readonly ReferenceDescription[],
  ): Promise<ReadonlyMap<ReferenceDescription, readonly DataValue[]>> {
    const wanted = variables.flatMap(variable =>
      VARIABLE_ATTRIBUTES.map(attributeId => ({ nodeId: variable.nodeId, attributeId })),
    );
    const values = await this.#read(wanted);
    const width = VARIABLE_ATTRIBUTES.length;
    return new Map(variables.map((variable, at) => [variable, values.slice(at * width, (at + 1) * width)]));
  }

  async #read(wanted: readonly { nodeId: ReferenceDescription['nodeId'] | string; attributeId: AttributeIds }[]) {
    const { requests, limits, limitMs } = this.#options;
    const values: DataValue[] = [];
    await limits.read.each(wanted, async part => {
      const request = new ReadRequest({ timestampsToReturn: TimestampsToReturn.Neither, nodesToRead: [...part] });
      const { results } = await requests.send(request, ReadResponse, limitMs);
      values.push(...(results ?? []));
    });
    return values;
  }

  /** Built-in types are named by the standard; others are asked for, once. */
  async #learnTypeNames(types: readonly (DataValue | undefined)[]): Promise<void> {
    const ids = new Set(types.flatMap(type => (type?.value.value ? [String(type.value.value)] : [])));
    const unknown = [...ids].filter(id => !this.#typeNames.has(id));
    const strange = unknown.filter(id => {
      const builtIn = /^ns=0;i=(\d+)$/.exec(id)?.[1];
      const name = builtIn === undefined ? undefined : DataType[Number(builtIn)];
      if (name !== undefined) this.#typeNames.set(id, name);
      return name === undefined;
    });
    const names = await this.#read(strange.map(nodeId => ({ nodeId, attributeId: AttributeIds.BrowseName })));
    strange.forEach((id, at) => {
      const name: unknown = names[at]?.value.value;
      const text = typeof name === 'object' && name !== null && 'name' in name ? name.name : null;
      this.#typeNames.set(id, typeof text === 'string' ? text : id);
    });
  }
}

function first(results: readonly BrowseResult[] | null): BrowseResult {
  const result = results?.[0];
  if (!result) throw new FailureError({ cause: 'exception', detail: 'the answer names no result' });
  return result;
}

/** NodeId text with its namespace index always said. */
function canonical(nodeId: string): string {
  return nodeId.startsWith('ns=') ? nodeId : `ns=0;${nodeId}`;
}

function previewOf(dataValue: DataValue): string {
  if (!dataValue.statusCode.isGoodish()) return dataValue.statusCode.name;
  return textOf(dataValue)
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, LONGEST_PREVIEW);
}

function textOf(dataValue: DataValue): string {
  const content: unknown = dataValue.value.value;
  if (content === null || content === undefined) return '';
  if (content instanceof Date) return content.toISOString();
  if (typeof content === 'boolean') return String(content);
  const { v, exact } = decode(dataValue);
  if (exact !== null) return String(exact);
  if (!Number.isNaN(v)) return String(v);
  return ArrayBuffer.isView(content) || Array.isArray(content)
    ? Array.from(content as ArrayLike<unknown>, String).join(', ')
    : String(DataType[dataValue.value.dataType]);
}
