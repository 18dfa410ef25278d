/** A session's nodes against a server made of a script: when notifications are as they should be, and when the session has to end. */
import {
  CreateMonitoredItemsRequest,
  CreateMonitoredItemsResponse,
  CreateSubscriptionRequest,
  CreateSubscriptionResponse,
  DataChangeNotification,
  ModifySubscriptionRequest,
  ModifySubscriptionResponse,
  PublishRequest,
  PublishResponse,
  StatusChangeNotification,
  StatusCodes,
  Variant,
} from 'node-opcua-client';
import { afterEach, describe, expect, test } from 'vitest';
import { ChunkSize } from '../../../../main/acquisition/drivers/opcua/client/session-limits.ts';
import { NodeWatch } from '../../../../main/acquisition/drivers/opcua/client/watch/node-watch.ts';
import type { Failure } from '../../../../main/acquisition/drivers/opcua/failure.ts';
import type { ConnectOrder, WorkerReport } from '../../../../main/acquisition/drivers/opcua/messages.ts';
import { ScriptedChannel, silence } from '../../../kit/opcua-scripted-channel.ts';

const SUBSCRIPTION = 7;
const LAST_NUMBER = 0xffff_ffff;
const ORDER: ConnectOrder = {
  kind: 'connect',
  attempt: 1,
  endpointUrl: 'opc.tcp://127.0.0.1:4840',
  security: { mode: 'None', policy: 'None' },
  login: { kind: 'anonymous' },
  pkiDirectory: '',
  connectTimeoutMs: 1_000,
  timeoutMs: 1_000,
  pingMs: 1_000,
  groups: [{ periodMs: 200, mode: 'subscribe', samplingMs: 100, queueSize: 4 }],
  nodes: [{ nodeId: 'i=2258', group: 0 }],
  fast: { index: new Uint32Array(), periodMs: new Float64Array() },
  off: new Uint32Array(),
  isTapped: false,
};

let watch: NodeWatch | undefined;
afterEach(() => watch?.close());

/** A watch whose subscription runs: what it tells, and the means to notify it. */
async function watching() {
  const waiting: ((response: PublishResponse) => void)[] = [];
  const lost: Failure[] = [];
  const values: number[] = [];
  const granted = { revisedPublishingInterval: 200, revisedMaxKeepAliveCount: 1, revisedLifetimeCount: 100 };
  const channel = new ScriptedChannel(request => {
    if (request instanceof CreateSubscriptionRequest)
      return new CreateSubscriptionResponse({ subscriptionId: SUBSCRIPTION, ...granted });
    if (request instanceof ModifySubscriptionRequest) return new ModifySubscriptionResponse(granted);
    if (request instanceof CreateMonitoredItemsRequest)
      return new CreateMonitoredItemsResponse({ results: [{ statusCode: StatusCodes.Good, monitoredItemId: 1 }] });
    return request instanceof PublishRequest ? new Promise(resolve => waiting.push(resolve)) : silence();
  });
  const report = (message: WorkerReport): void => {
    if (message.kind === 'published') values.push(...(message.samples?.v ?? []));
  };
  const size = new ChunkSize(100);
  watch = new NodeWatch({
    order: ORDER,
    requests: channel.requests,
    limits: { read: size, browse: size, items: size },
    namespaces: [],
    report,
    onLost: failure => void lost.push(failure),
  });
  await watch.open();
  /** The server sends a notification; none in it is a keep-alive. */
  const notify = async (sequenceNumber: number, ...notificationData: object[]): Promise<void> => {
    const answer = new PublishResponse({ subscriptionId: SUBSCRIPTION, notificationMessage: { sequenceNumber } });
    answer.notificationMessage.notificationData =
      notificationData as typeof answer.notificationMessage.notificationData;
    waiting.shift()?.(answer);
    await new Promise(resolve => setImmediate(resolve));
  };
  return { notify, lost, values };
}

const change = (value: number) =>
  new DataChangeNotification({
    monitoredItems: [{ clientHandle: 0, value: { value: new Variant({ dataType: 'Double', value }) } }],
  });

describe('notifications of a subscription', () => {
  test('that miss one end the session, are said to, and are not taken for all that has happened', async () => {
    const { notify, lost, values } = await watching();
    await notify(1, change(10));
    await notify(2, change(20));
    expect(lost).toEqual([]);
    await notify(4, change(40));
    expect(lost).toEqual([{ cause: 'watchdog', detail: 'notifications were missed: number 4 follows 2' }]);
    expect(values).toEqual([10, 20]);
  });

  test('that come twice or from before end it too', async () => {
    const { notify, lost } = await watching();
    await notify(5, change(10));
    await notify(5, change(10));
    expect(lost).toMatchObject([{ cause: 'watchdog', detail: expect.stringContaining('5 follows 5') }]);
  });

  test('that go on with 1 after the last number, with keep-alives between them, are whole', async () => {
    const { notify, lost, values } = await watching();
    await notify(LAST_NUMBER - 1, change(10));
    await notify(LAST_NUMBER);
    await notify(LAST_NUMBER, change(20));
    await notify(1);
    await notify(1, change(30));
    await notify(2, change(40));
    expect(lost).toEqual([]);
    expect(values).toEqual([10, 20, 30, 40]);
  });

  test('that say that the server has ended the subscription are told as that', async () => {
    const { notify, lost } = await watching();
    await notify(1, new StatusChangeNotification({ status: StatusCodes.BadTimeout }));
    expect(lost).toEqual([{ cause: 'closed', detail: 'subscription: BadTimeout' }]);
  });
});
