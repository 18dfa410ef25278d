/**
 * Tags of the station's own: what acquisition knows about itself, by device and by scan period. They can be shown, trended and
 * bound like any other tag; their names are reserved. Pure; the values come from acquisition.
 */
import type { LoggingPolicy } from '../../shared/model/logging.ts';
import { type SystemQuantity, systemTagName } from '../../shared/model/system-tag.ts';
import type { Text } from '../../shared/text/text.ts';
import type { StationProject } from '../project/types.ts';

export interface SystemTag {
  readonly name: string;
  readonly device: string;
  readonly quantity: SystemQuantity;
  /** Of the scan group; null for what concerns the whole device. */
  readonly periodMs: number | null;
  readonly description: Text;
  readonly unit: string;
  readonly decimals: number;
  /** They are stepped: each report holds until the next one. */
  readonly logging: LoggingPolicy;
}

interface Project extends Pick<StationProject, 'channels'> {
  readonly tags: readonly Pick<StationProject['tags'][number], 'device' | 'periodMs'>[];
}

const HOUR_MS = 3_600_000;

/**
 * A hundred such tags of a second each would be more than the plant itself. Of states and counters every change is kept; times
 * are kept as finely as a person who looks for a fault cares for: answers come in 1 to 30 ms, a scan is late by 50 ms and more
 * before it means something, and clocks that are set by the network differ by tens of ms.
 */
const logged = (deadband: number): LoggingPolicy => ({ kind: 'change', deadband, maxIntervalMs: HOUR_MS });

const DEVICE_QUANTITIES = {
  state: { zh: '状态', en: 'state', unit: '', decimals: 0, logging: logged(0) },
  'round-trip': { zh: '应答时间', en: 'round trip', unit: 'ms', decimals: 1, logging: logged(5) },
  'clock-offset': { zh: '时钟偏差', en: 'clock offset', unit: 'ms', decimals: 0, logging: logged(20) },
} as const;
const GROUP_QUANTITIES = {
  period: { zh: '实际周期', en: 'measured period', unit: 'ms', decimals: 1, logging: logged(5) },
  jitter: { zh: '周期抖动', en: 'period jitter', unit: 'ms', decimals: 1, logging: logged(5) },
  overruns: { zh: '超时扫描次数', en: 'scan overruns', unit: '', decimals: 0, logging: logged(0) },
} as const;

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(record) as K[];

/** All of them, in an order that depends on the project alone. */
export function systemTagsOf({ channels, tags }: Project): readonly SystemTag[] {
  return channels.flatMap(channel =>
    channel.devices.flatMap(({ id: device, name }) => {
      const periods = [...new Set(tags.filter(t => t.device === device).map(t => t.periodMs))].toSorted(
        (a, b) => a - b,
      );
      return [
        ...keysOf(DEVICE_QUANTITIES)
          .filter(quantity => quantity !== 'clock-offset' || channel.protocol === 'opcua')
          .map(quantity => deviceTag(device, name, quantity)),
        ...periods.flatMap(periodMs => keysOf(GROUP_QUANTITIES).map(q => groupTag({ device, name, periodMs }, q))),
      ];
    }),
  );
}

function deviceTag(device: string, name: Text, quantity: keyof typeof DEVICE_QUANTITIES): SystemTag {
  const { zh, en, unit, decimals, logging } = DEVICE_QUANTITIES[quantity];
  return {
    name: systemTagName(device, quantity),
    device,
    quantity,
    periodMs: null,
    description: { zh: `${name.zh} ${zh}`, en: `${name.en}: ${en}` },
    unit,
    decimals,
    logging,
  };
}

function groupTag(
  { device, name, periodMs }: { device: string; name: Text; periodMs: number },
  quantity: keyof typeof GROUP_QUANTITIES,
): SystemTag {
  const { zh, en, unit, decimals, logging } = GROUP_QUANTITIES[quantity];
  return {
    name: systemTagName(device, quantity, periodMs),
    device,
    quantity,
    periodMs,
    description: { zh: `${name.zh} ${periodMs} ms 组${zh}`, en: `${name.en}, ${periodMs} ms group: ${en}` },
    unit,
    decimals,
    logging,
  };
}
