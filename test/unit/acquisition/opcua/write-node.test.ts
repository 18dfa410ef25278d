/** One write against a server made of a script: nothing leaves late, and a link that swallows it has to end. */
import {
  DataType,
  ReadRequest,
  ReadResponse,
  type Response,
  resolveNodeId,
  StatusCodes,
  Variant,
  WriteRequest,
  WriteResponse,
} from 'node-opcua-client';
import { describe, expect, test } from 'vitest';
import { NodeWriter } from '../../../../main/acquisition/drivers/opcua/client/write-node.ts';
import type { Failure } from '../../../../main/acquisition/drivers/opcua/failure.ts';
import { sharedMs, type WriteNodeOrder } from '../../../../main/acquisition/drivers/opcua/messages.ts';
import { type Script, ScriptedChannel, silence } from '../../../kit/opcua-scripted-channel.ts';

const NODE = 'ns=1;s=SP';
const LIMIT_MS = 150;

/** The declared type of the node, and its value. */
const form = (): Response =>
  new ReadResponse({
    results: [
      { value: new Variant({ dataType: DataType.NodeId, value: resolveNodeId(`i=${DataType.Double}`) }) },
      { value: new Variant({ dataType: DataType.Double, value: 1 }) },
    ],
  });
const done = (): Response => new WriteResponse({ results: [StatusCodes.Good] });
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
/** Blocks this thread, as a busy worker does. */
function stall(ms: number): void {
  const endAt = performance.now() + ms;
  while (performance.now() < endAt);
}

function writing(read: Script, write: Script) {
  const lost: Failure[] = [];
  const channel = new ScriptedChannel(request => (request instanceof WriteRequest ? write(request) : read(request)));
  const { requests } = channel;
  const writer = new NodeWriter({ requests, limitMs: LIMIT_MS, onLost: failure => void lost.push(failure) });
  const order = (leftMs: number): WriteNodeOrder => ({
    kind: 'write',
    attempt: 1,
    id: 1,
    index: 0,
    raw: 5,
    deadlineAt: sharedMs() + leftMs,
  });
  const writes = () => channel.sent.filter(request => request instanceof WriteRequest).length;
  return { lost, requests, writes, write: (leftMs = 1_000) => writer.write(NODE, order(leftMs)) };
}

describe('a write to a node', () => {
  test('whose deadline passes while the server is asked about the node does not leave', async () => {
    const late = (): Response => {
      stall(40);
      return form();
    };
    const { write, writes, lost } = writing(late, done);
    expect(await write(30)).toMatchObject({ ok: false, why: 'deadline', sentAt: null });
    expect(writes()).toBe(0);
    expect(lost).toEqual([]);
  });

  test('in time leaves once', async () => {
    const { write, writes, lost } = writing(form, done);
    expect(await write()).toMatchObject({ ok: true });
    expect([writes(), lost]).toEqual([1, []]);
  });

  test('that nobody answers ends the link, so that it cannot act later', async () => {
    const { write, writes, lost } = writing(form, silence);
    expect(await write()).toMatchObject({ ok: false, why: 'unanswered', detail: expect.stringContaining('Write') });
    expect(writes()).toBe(1);
    expect(lost).toEqual([{ cause: 'timeout', detail: `no answer to Write within ${LIMIT_MS} ms` }]);
  });

  test('that nobody answers ends the link also when something older is answered after it', async () => {
    let answer: (response: Response) => void = () => undefined;
    const held = new Promise<Response>(resolve => {
      answer = resolve;
    });
    let isFirst = true;
    const { write, requests, lost } = writing(() => {
      if (!isFirst) return form();
      isFirst = false;
      return held;
    }, silence);
    const older = requests.send(new ReadRequest(), ReadResponse, 1_000);
    const outcome = write();
    await pause(30);
    answer(form());
    await older;
    expect(await outcome).toMatchObject({ why: 'unanswered' });
    expect(lost).toHaveLength(1);
  });

  test('that reached a server which goes on answering does not end the link', async () => {
    const { write, requests, lost } = writing(form, silence);
    const outcome = write();
    await pause(30);
    await requests.send(new ReadRequest(), ReadResponse, 1_000);
    expect(await outcome).toMatchObject({ ok: false, why: 'unanswered' });
    expect(lost).toEqual([]);
  });
});
