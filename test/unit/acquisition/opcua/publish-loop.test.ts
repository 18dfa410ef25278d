/** Publish requests against a server made of a list: how many wait, what is acknowledged, what ends the client. */
import { NodeId, PublishRequest, PublishResponse, type Request, type Response } from 'node-opcua-client';
import { describe, expect, test } from 'vitest';
import { Requests, ServiceFaultError } from '../../../../main/acquisition/drivers/opcua/client/requests.ts';
import { PublishLoop } from '../../../../main/acquisition/drivers/opcua/client/watch/publish-loop.ts';
import type { Failure } from '../../../../main/acquisition/drivers/opcua/failure.ts';

type Waiting = { readonly request: PublishRequest; readonly answer: (response: PublishResponse | Error) => void };

function loop() {
  const waiting: Waiting[] = [];
  const lost: Failure[] = [];
  const numbers: number[] = [];
  /** Only `send` is used by the loop. */
  class Server extends Requests {
    override send<R extends Response>(request: Request): Promise<R> {
      return new Promise((resolve, reject) => {
        if (!(request instanceof PublishRequest)) return reject(new Error('not asked for'));
        waiting.push({
          request,
          answer: response => (response instanceof Error ? reject(response) : resolve(response as Response as R)),
        });
      });
    }
  }
  const requests = new Server({} as ConstructorParameters<typeof Requests>[0], new NodeId());
  const own = new PublishLoop({
    requests,
    onMessage: (_id, message) => void numbers.push(message.sequenceNumber),
    onLost: failure => void lost.push(failure),
  });
  return { own, waiting, lost, numbers };
}

const settled = () => new Promise(resolve => setImmediate(resolve));
const response = (sequenceNumber: number, hasData: boolean) => {
  const answer = new PublishResponse({ subscriptionId: 7, notificationMessage: { sequenceNumber } });
  answer.notificationMessage.notificationData = hasData ? [null] : [];
  return answer;
};

describe('publish loop', () => {
  test('keeps one request more at the server than there are subscriptions', async () => {
    const { own, waiting } = loop();
    own.add(1_000);
    expect(waiting).toHaveLength(2);
    own.add(1_000);
    expect(waiting).toHaveLength(3);
    waiting[0]?.answer(response(1, true));
    await settled();
    expect(waiting).toHaveLength(4);
    own.close();
    waiting[1]?.answer(response(2, true));
    await settled();
    expect(waiting).toHaveLength(4);
  });

  test('acknowledges what brought data, once, and no keep-alive', async () => {
    const { own, waiting, numbers } = loop();
    own.add(1_000);
    waiting[0]?.answer(response(1, false));
    await settled();
    expect(waiting[2]?.request.subscriptionAcknowledgements).toEqual([]);
    waiting[1]?.answer(response(1, true));
    await settled();
    expect(waiting[3]?.request.subscriptionAcknowledgements).toMatchObject([{ subscriptionId: 7, sequenceNumber: 1 }]);
    waiting[2]?.answer(response(2, false));
    await settled();
    expect(waiting[4]?.request.subscriptionAcknowledgements).toEqual([]);
    expect(numbers).toEqual([1, 1, 2]);
  });

  test('bears with a server that takes fewer requests or lets one grow old, and with nothing else', async () => {
    const { own, waiting, lost } = loop();
    own.add(1_000);
    own.add(1_000);
    waiting[2]?.answer(new ServiceFaultError('Publish', 'BadTooManyPublishRequests'));
    await settled();
    expect([waiting.length, lost.length]).toEqual([3, 0]);
    waiting[0]?.answer(new ServiceFaultError('Publish', 'BadTimeout'));
    await settled();
    expect([waiting.length, lost.length]).toEqual([4, 0]);
    waiting[1]?.answer(new ServiceFaultError('Publish', 'BadNoSubscription'));
    await settled();
    expect(lost).toMatchObject([{ cause: 'exception', detail: 'BadNoSubscription to Publish' }]);
  });
});
