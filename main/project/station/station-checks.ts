/**
 * Rules of `station.yaml` that no schema can say: what must be unique, and values that contradict each other. They look at the
 * draft, so that one part that is wrong hides nothing in the others.
 */
import type { Text } from '../../../shared/text/text.ts';
import { parseForbidden } from '../address.ts';
import type { Source } from '../document.ts';
import { type ChannelDraft, type StationDraft, unitOf } from './station-draft.ts';

type Path = readonly PropertyKey[];

export function checkStation(document: Source, draft: StationDraft): void {
  checkUnique(document, draft);
  draft.channels?.forEach((channel, c) => {
    const path = ['channels', c];
    if (channel.protocol === 'opcua') checkOpcua(document, channel, path);
    else if (channel.protocol !== null) checkForbidden(document, channel, path);
  });
}

/** Complains when a name of a kind comes a second time. */
type Unique = (kind: Text, name: string, path: Path) => void;

function uniqueIn(document: Source): Unique {
  const seen = new Map<string, Path>();
  return (kind, name, path) => {
    const key = `${kind.en}/${name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, path);
      return;
    }
    const line = document.lineOf(first);
    document.complain(
      path,
      { zh: `${kind.zh} "${name}" 重复`, en: `${kind.en} "${name}" appears twice` },
      { zh: `第 ${line} 行已有；改成另一个`, en: `line ${line} has it already; use another one` },
    );
  };
}

function checkUnique(document: Source, { areas, channels }: StationDraft): void {
  const unique = uniqueIn(document);
  areas?.forEach(({ id }, i) => {
    if (id !== null) unique({ zh: '区域', en: 'area' }, id, ['areas', i, 'id']);
  });
  channels?.forEach((channel, c) => {
    const path = ['channels', c];
    if (channel.id !== null) unique({ zh: '通道', en: 'channel' }, channel.id, [...path, 'id']);
    checkConnections(unique, channel, path);
    const of = channel.id ?? String(c);
    channel.devices?.forEach((device, d) => {
      const at = [...path, 'devices', d];
      if (device.id !== null) unique({ zh: '设备', en: 'device' }, device.id, [...at, 'id']);
      const unit = unitOf(channel, device);
      if (unit === null || channel.protocol === 'opcua' || channel.protocol === null) return;
      unique({ zh: `通道 ${of} 的站号`, en: `unit on channel ${of}` }, String(unit), [...at, 'unit']);
    });
  });
}

const ENDPOINT: Text = { zh: '地址', en: 'endpoint' };

/** Two channels that talk to one port or one cable would take each other's answers. */
function checkConnections(unique: Unique, channel: ChannelDraft, path: Path): void {
  const { protocol, host, port, backup, serial } = channel;
  if (protocol === 'modbus-rtu') {
    const name = serial?.path ?? null;
    // COM3 and com3 are one port; /dev/ttyS0 and /dev/TTYS0 are not.
    const port = name !== null && /^com\d+$/i.test(name) ? name.toUpperCase() : name;
    if (port !== null) unique({ zh: '串口', en: 'serial port' }, port, [...path, 'serial', 'path']);
    return;
  }
  if (host !== null && port !== null) unique(ENDPOINT, `${host}:${port}`, [...path, 'port']);
  if (protocol === 'opcua' || backup === null || backup.host === null || backup.port === null) return;
  unique(ENDPOINT, `${backup.host}:${backup.port}`, [...path, 'backup', 'port']);
}

function checkForbidden(document: Source, { devices }: ChannelDraft, path: Path): void {
  devices?.forEach(({ addressBase, limits }, d) => {
    if (addressBase === null) return;
    limits.forbidden?.forEach((text, i) => {
      const parsed = text === null ? null : parseForbidden(text, addressBase);
      if (parsed === null || parsed.ok) return;
      document.complain([...path, 'devices', d, 'limits', 'forbidden', i], parsed.what, parsed.right);
    });
  });
}

function checkOpcua(document: Source, { security, user, userCertificate, groups }: ChannelDraft, path: Path): void {
  if (security !== null && (security.mode === 'None') !== (security.policy === 'None')) {
    document.complain(
      [...path, 'security'],
      { zh: '安全模式与策略矛盾', en: 'security mode and policy contradict each other' },
      { zh: '两者同为 None 或都不为 None', en: 'both None, or neither' },
    );
  }
  if (user !== null && userCertificate) {
    document.complain(
      [...path, 'userCertificate'],
      { zh: 'user 与 userCertificate 不能同时使用', en: 'user and userCertificate are two ways to log in' },
      { zh: '只留一个；都不写即匿名登录', en: 'keep one of them; with neither the login is anonymous' },
    );
  }
  const unique = uniqueIn(document);
  groups.forEach((group, g) => {
    const at = [...path, 'groups', g];
    if (typeof group.scanMs === 'number') {
      unique({ zh: '扫描周期分组', en: 'group of scanMs' }, String(group.scanMs), [...at, 'scanMs']);
    }
    checkGroup(document, group, at);
  });
}

function checkGroup(document: Source, group: ChannelDraft['groups'][number], at: Path): void {
  const { scanMs, samplingMs } = group;
  if (group.mode === 'read') {
    for (const key of ['samplingMs', 'queue'] as const) {
      if (group[key] === undefined) continue;
      document.complain(
        [...at, key],
        { zh: `mode 为 read 时没有 ${key}`, en: `with mode read there is no ${key}` },
        { zh: `去掉 ${key}，或用 mode: subscribe`, en: `leave ${key} away, or use mode: subscribe` },
      );
    }
  } else if (typeof scanMs === 'number' && typeof samplingMs === 'number' && samplingMs > scanMs) {
    document.complain(
      [...at, 'samplingMs'],
      { zh: `采样 ${samplingMs} ms 慢于 scanMs ${scanMs}`, en: `sampling of ${samplingMs} ms is slower than the scan` },
      { zh: `最大 ${scanMs}`, en: `at most ${scanMs}, the scanMs of the group` },
    );
  }
}
