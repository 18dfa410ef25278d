/** Words for what an event is and how its time is known, in both languages; for screens and for files. */
import type { EventKind, TimeUncertainty, UncertaintySource } from '../model/event.ts';
import type { Text } from '../text/text.ts';

export const EVENT_KIND_TEXTS: Readonly<Record<EventKind, Text>> = {
  alarm: { zh: '报警', en: 'Alarm' },
  operation: { zh: '操作', en: 'Operation' },
  command: { zh: '控制命令', en: 'Command' },
  device: { zh: '设备', en: 'Device' },
  configuration: { zh: '组态', en: 'Configuration' },
  session: { zh: '登录', en: 'Login' },
  clock: { zh: '时钟', en: 'Clock' },
  override: { zh: '强制替代', en: 'Override' },
  history: { zh: '历史库', en: 'History' },
  station: { zh: '系统', en: 'System' },
};

export const UNCERTAINTY_TEXTS: Readonly<Record<UncertaintySource, Text>> = {
  scan: { zh: '轮询周期：发生在两次扫描之间', en: 'Scan period: it happened between two scans' },
  device: {
    zh: '设备时标：采样周期与设备时钟偏差',
    en: 'Time of the device: its sampling period and the offset of its clock',
  },
  step: { zh: '时钟跳变', en: 'The clock jumped' },
  unknown: { zh: '不确定度未知', en: 'Nobody can tell how far off' },
};

export const STATION_CLOCK: Text = { zh: '站控时钟', en: 'Clock of the station' };

/** `-1000`, `±5`, `-205/+5`, `?`; ms. Empty for what the station saw itself. */
export function uncertaintyText(uncertainty: TimeUncertainty | undefined): string {
  if (uncertainty === undefined) return '';
  const { earlierMs, laterMs, from } = uncertainty;
  if (from === 'unknown') return '?';
  const [earlier, later] = [Math.ceil(earlierMs), Math.ceil(laterMs)];
  if (later === 0) return `−${earlier}`;
  return earlier === later ? `±${later}` : `−${earlier}/+${later}`;
}
