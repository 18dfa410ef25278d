/**
 * Tells a sound message between the OPC UA channel and its worker from anything else; null = drop it. Both sides use it: a
 * worker runs a large library on bytes from the wire, and its word is not taken on trust. Pure.
 */
import { DEVICE_CAUSES, type DeviceCause } from '../../../../shared/model/device.ts';
import { NODE_ACCESSES, NODE_CLASSES } from '../../../../shared/model/opcua.ts';
import type { WriteRefusal } from '../../channel.ts';
import type {
  BrowseOutcome,
  ConnectOrder,
  FastNodes,
  GrantedGroup,
  ListedNode,
  LoginOrder,
  PongReport,
  PublishedReport,
  PublishedSamples,
  WatchedNode,
  WorkerOrder,
  WorkerReport,
  WriteOutcome,
} from './messages.ts';

type Fields = Record<string, unknown>;

/** What an index may be at most. */
export interface Bounds {
  readonly nodes: number;
  readonly groups: number;
}

const REFUSALS: readonly WriteRefusal[] = [
  'deadline',
  'not-connected',
  'not-writable',
  'refused',
  'unanswered',
  'bad-answer',
];

const isObject = (data: unknown): data is Fields => typeof data === 'object' && data !== null;
const isCount = (data: unknown): data is number => typeof data === 'number' && Number.isInteger(data) && data >= 0;
const isMs = (data: unknown): data is number => typeof data === 'number' && Number.isFinite(data) && data >= 0;
const isText = (data: unknown): data is string => typeof data === 'string';
const isTextOrNull = (data: unknown): data is string | null => data === null || isText(data);
const isNumber = (data: unknown): data is number => typeof data === 'number';
const isCause = (data: unknown): data is DeviceCause => DEVICE_CAUSES.some(cause => cause === data);
const isOneOf = <T extends string>(all: readonly T[], data: unknown): data is T => all.some(one => one === data);
const isIndex = (data: unknown, count: number): data is Uint32Array =>
  data instanceof Uint32Array && data.every(index => index < count);

function isSamples(data: unknown, nodes: number): data is PublishedSamples {
  if (!isObject(data)) return false;
  const { index, sourceT, serverT, v, q, exact } = data;
  if (!isIndex(index, nodes)) return false;
  const columns = [sourceT, serverT, v].every(
    column => column instanceof Float64Array && column.length === index.length,
  );
  if (!columns || !(q instanceof Uint16Array) || q.length !== index.length) return false;
  return (
    exact === null || (exact instanceof Map && [...exact].every(([at, value]) => isExact(at, value, index.length)))
  );
}

function isExact(at: unknown, value: unknown, length: number): boolean {
  return isCount(at) && at < length && (typeof value === 'bigint' || isText(value));
}

function isPublished(data: Fields, { nodes, groups }: Bounds): data is Fields & PublishedReport {
  return (
    isCount(data.group) &&
    data.group < groups &&
    [data.heardAt, data.receivedAt, data.cycleMs].every(isMs) &&
    isNumber(data.clockOffsetMs) &&
    isIndex(data.overflowed, nodes) &&
    (data.samples === null || isSamples(data.samples, nodes))
  );
}

function isPong(data: Fields): data is Fields & PongReport {
  const { roundTripMs, clockOffsetMs, replies, faults, bytesSent, bytesReceived } = data;
  return isMs(roundTripMs) && isNumber(clockOffsetMs) && [replies, faults, bytesSent, bytesReceived].every(isCount);
}

function isGranted(data: unknown, groups: number): data is readonly GrantedGroup[] {
  return Array.isArray(data) && data.length === groups && data.every(group => isObject(group) && isGrantedGroup(group));
}

function isGrantedGroup({ keepAliveMs, requests }: Fields): boolean {
  return isMs(keepAliveMs) && isCount(requests);
}

function isWritten(data: unknown): data is WriteOutcome {
  if (!isObject(data)) return false;
  if (data.ok === true) return isMs(data.sentAt) && isMs(data.answeredAt);
  return (
    data.ok === false &&
    isOneOf(REFUSALS, data.why) &&
    (data.sentAt === null || isMs(data.sentAt)) &&
    isText(data.detail)
  );
}

function isListed(data: unknown, nodes: number): data is ListedNode {
  if (!isObject(data)) return false;
  const { nodeId, browseName, displayName, nodeClass, dataType, access, preview, index } = data;
  return (
    [nodeId, browseName, displayName].every(isText) &&
    isOneOf(NODE_CLASSES, nodeClass) &&
    isTextOrNull(dataType) &&
    isTextOrNull(preview) &&
    (access === null || isOneOf(NODE_ACCESSES, access)) &&
    (index === null || (isCount(index) && index < nodes))
  );
}

function isBrowsed(data: unknown, nodes: number): data is BrowseOutcome {
  if (!isObject(data)) return false;
  if (data.ok === false) return isText(data.detail);
  return (
    data.ok === true &&
    Array.isArray(data.nodes) &&
    data.nodes.every(node => isListed(node, nodes)) &&
    (data.page === null || isCount(data.page))
  );
}

/** Whether the fields that this kind of report needs are there. */
function hasReportFields(data: Fields, bounds: Bounds): boolean {
  switch (data.kind) {
    case 'closed':
      return true;
    case 'online':
      return isGranted(data.groups, bounds.groups) && isNumber(data.clockOffsetMs) && isTextOrNull(data.server);
    case 'granted':
      return isCount(data.group) && data.group < bounds.groups && isGrantedGroup(data);
    case 'refused-nodes':
    case 'renewed-nodes':
      return isIndex(data.index, bounds.nodes) && isText(data.detail);
    case 'published':
      return isPublished(data, bounds);
    case 'pong':
      return isPong(data);
    case 'overrun':
      return isCount(data.group) && data.group < bounds.groups;
    case 'written':
      return isCount(data.id) && isWritten(data.outcome);
    case 'browsed':
      return isCount(data.id) && isBrowsed(data.outcome, bounds.nodes);
    case 'frame':
      return (data.direction === 'sent' || data.direction === 'received') && data.bytes instanceof Uint8Array;
    case 'failed':
      return isCause(data.cause) && isText(data.detail);
    default:
      return false;
  }
}

function isReport(data: unknown, bounds: Bounds): data is WorkerReport {
  if (!isObject(data)) return false;
  return data.kind === 'ready' || (isCount(data.attempt) && hasReportFields(data, bounds));
}

/** A report of the worker, or null if it is none. */
export function parseReport(data: unknown, bounds: Bounds): WorkerReport | null {
  return isReport(data, bounds) ? data : null;
}

function isLogin(data: unknown): data is LoginOrder {
  if (!isObject(data)) return false;
  if (data.kind === 'user') return isText(data.user) && isText(data.password);
  return data.kind === 'anonymous' || data.kind === 'certificate';
}

function isFast(data: unknown): data is FastNodes {
  if (!isObject(data)) return false;
  const { index, periodMs } = data;
  return index instanceof Uint32Array && periodMs instanceof Float64Array && index.length === periodMs.length;
}

function isNodes(data: unknown): data is readonly WatchedNode[] {
  return Array.isArray(data) && data.every(node => isObject(node) && isText(node.nodeId) && isCount(node.group));
}

function isConnectOrder(data: Fields): data is Fields & ConnectOrder {
  return (
    [data.endpointUrl, data.pkiDirectory].every(isText) &&
    isObject(data.security) &&
    isLogin(data.login) &&
    [data.connectTimeoutMs, data.timeoutMs, data.pingMs].every(isMs) &&
    Array.isArray(data.groups) &&
    data.groups.every(group => isObject(group) && [group.periodMs, group.samplingMs, group.queueSize].every(isMs)) &&
    isNodes(data.nodes) &&
    isFast(data.fast) &&
    data.off instanceof Uint32Array &&
    typeof data.isTapped === 'boolean'
  );
}

function hasOrderFields(data: Fields): boolean {
  switch (data.kind) {
    case 'disconnect':
      return true;
    case 'connect':
      return isConnectOrder(data);
    case 'watch':
      return isFast(data.fast) && data.off instanceof Uint32Array;
    case 'write':
      return (
        isCount(data.id) &&
        isCount(data.index) &&
        isMs(data.deadlineAt) &&
        ['number', 'bigint'].includes(typeof data.raw)
      );
    case 'browse':
      return isCount(data.id) && isTextOrNull(data.nodeId) && (data.page === null || isCount(data.page));
    case 'tap':
      return typeof data.isOn === 'boolean';
    default:
      return false;
  }
}

function isOrder(data: unknown): data is WorkerOrder {
  return isObject(data) && isCount(data.attempt) && hasOrderFields(data);
}

/** An order of the channel, or null if it is none. */
export function parseOrder(data: unknown): WorkerOrder | null {
  return isOrder(data) ? data : null;
}
