/** The contract over HTTP for calls and WebSocket for sessions, and over WebSocket alone, against the headless host as a process. */
import type { Envelope } from '../../shared/rpc/error.ts';
import {
  type ContractSession,
  type ContractSetup,
  type ContractTransport,
  describeContract,
} from '../kit/contract-suite.ts';
import { StationProcess } from '../kit/station-process.ts';
import { WsClient } from '../kit/ws-client.ts';

async function open(station: StationProcess): Promise<ContractSession> {
  const client = await WsClient.connect(station.url);
  return { messages: client.messages, send: message => client.send(message), close: () => client.close() };
}

const start = ({ projectDirectory, dataDirectory }: ContractSetup): Promise<StationProcess> =>
  StationProcess.start({ project: projectDirectory, data: dataDirectory });

describeContract('HTTP and WebSocket', async (setup): Promise<ContractTransport> => {
  const station = await start(setup);
  return {
    call: (method, input) => station.rpc(method, input),
    open: () => open(station),
    stop: async () => void (await station.stop()),
  };
});

describeContract('WebSocket alone', async (setup): Promise<ContractTransport> => {
  const station = await start(setup);
  const client = await WsClient.connect(station.url);
  let lastId = 0;
  return {
    call: async (method, input): Promise<Envelope<unknown>> => {
      const id = ++lastId;
      client.send({ kind: 'call', id, method, input });
      return (await client.next('reply', m => m.id === id)).reply;
    },
    open: () => open(station),
    stop: async () => {
      await client.close();
      await station.stop();
    },
  };
});
