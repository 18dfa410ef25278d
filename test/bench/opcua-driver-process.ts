/**
 * The OPC UA channel alone, as a measured program: watches the counters of the test kit's server and notes every step that is
 * not one. `opcua-driver-process.ts PORT COUNT DATA`; told anything on its channel it answers `{values, gaps, overruns, isReady}`.
 */
import { createOpcuaChannel } from '../../main/acquisition/drivers/opcua/opcua-channel.ts';
import { GC_NAMESPACE } from '../kit/opcua-server.ts';
import { channelContext, opcuaChannel, projectTag } from '../kit/project-parts.ts';

const [port = '0', count = '0', data = ''] = process.argv.slice(2);
const size = Number(count);
const last = new Float64Array(size).fill(Number.NaN);
let values = 0;
let gaps = 0;
let known = 0;

const tags = Array.from({ length: size }, (_, handle) => ({
  handle,
  tag: projectTag(handle, { device: 'GC', address: { kind: 'opcua', nodeId: `nsu=${GC_NAMESPACE};s=N${handle}` } }),
}));
const channel = createOpcuaChannel(
  opcuaChannel({ port: Number(port), timeoutMs: 5_000 }),
  tags,
  channelContext({
    dataDirectory: data,
    sink: {
      update: ({ handles, v }) =>
        handles.forEach((handle, i) => {
          const before = last[handle] ?? Number.NaN;
          const value = v[i] ?? Number.NaN;
          last[handle] = value;
          if (Number.isNaN(before)) known++;
          else {
            values++;
            if (value !== before + 1) gaps++;
          }
        }),
      confirm: () => undefined,
      invalidate: () => undefined,
    },
  }),
);
channel.start();
process.on('disconnect', () => void channel.stop().then(() => process.exit(0)));
process.on('message', () => {
  process.send?.({ values, gaps, overruns: channel.status()[0]?.overruns ?? 0, isReady: known === size });
});
