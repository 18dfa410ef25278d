/** The sentences of events in both languages, for people on a night shift: what happened and why, in plain words. */
import type { DeviceState } from '../../shared/model/device.ts';
import type { EventAbout } from '../../shared/model/event.ts';
import { catalogEn } from '../../shared/text/catalog-en.ts';
import { catalogZh } from '../../shared/text/catalog-zh.ts';
import type { Text } from '../../shared/text/text.ts';
import type { DeviceChange } from '../acquisition/channel.ts';
import type { RecorderEvent } from '../acquisition/recorder/frame-recorder.ts';
import { placeText } from './place-texts.ts';

const STATES: Record<DeviceState, Text> = {
  idle: { zh: '未启动', en: 'is not started' },
  connecting: { zh: '正在连接', en: 'is being connected' },
  online: { zh: '通信正常', en: 'communicates' },
  degraded: { zh: '通信异常', en: 'communicates with trouble' },
  offline: { zh: '通信中断', en: 'is lost' },
  disabled: { zh: '已停用', en: 'is disabled' },
};

export function deviceText({ name, state, cause }: DeviceChange): Text {
  const told = { zh: `${name.zh} ${STATES[state].zh}`, en: `${name.en} ${STATES[state].en}` };
  if (cause === 'none') return told;
  return { zh: `${told.zh}：${catalogZh.deviceCause[cause]}`, en: `${told.en}: ${catalogEn.deviceCause[cause]}` };
}

export function fieldText(what: 'ended' | 'back'): Text {
  return what === 'ended'
    ? { zh: '演示现场意外结束，正在重新启动', en: 'The demo field ended unexpectedly and is being started again' }
    : { zh: '演示现场已重新启动', en: 'The demo field runs again' };
}

/** Somebody took a device out of operation or put it back. */
export function deviceEnabled(change: { name: Text; isEnabled: boolean; who: string; why: string }): Text {
  const { name, isEnabled, who, why } = change;
  return {
    zh: `${who} ${isEnabled ? '启用' : '停用'} ${name.zh}：${why}`,
    en: `${who} ${isEnabled ? 'enables' : 'disables'} ${name.en}: ${why}`,
  };
}

/** Somebody switched the flight recorder for a device. */
export function deviceRecorded(change: { name: Text; isRecorded: boolean; who: string; why: string }): Text {
  const { name, isRecorded, who, why } = change;
  return {
    zh: `${who} ${isRecorded ? '开启' : '关闭'} ${name.zh} 的报文记录：${why}`,
    en: `${who} switches the frame recorder ${isRecorded ? 'on' : 'off'} for ${name.en}: ${why}`,
  };
}

/** What a disk says when it takes nothing, in plain words; anything else stands as it was said. */
const DISK_TROUBLE: Readonly<Record<string, Text>> = {
  ENOSPC: { zh: '磁盘已满', en: 'the disk is full' },
  RESERVED: {
    zh: '磁盘将满，剩余空间留给报警、操作记录和设置',
    en: 'the disk is nearly full, and what is left is kept for alarms, audit and settings',
  },
  EDQUOT: { zh: '磁盘配额已满', en: 'the disk quota is used up' },
  ENOENT: { zh: '文件夹或文件已被移走', en: 'its folder or file has been removed' },
  ENOTDIR: { zh: '文件夹已被移走', en: 'its folder has been removed' },
  EACCES: { zh: '没有写权限', en: 'no right to write there' },
  EPERM: { zh: '没有写权限', en: 'no right to write there' },
  EROFS: { zh: '磁盘只读', en: 'the disk is read-only' },
};

export function recorderText(event: RecorderEvent): Text {
  const { channel } = event;
  if (event.kind === 'paused') {
    const { zh, en } = DISK_TROUBLE[event.code] ?? { zh: event.code, en: event.code };
    return { zh: `通道 ${channel} 的报文记录暂停：${zh}`, en: `Frame recording of channel ${channel} pauses: ${en}` };
  }
  const { lost } = event;
  if (event.kind === 'resumed') {
    return {
      zh: `通道 ${channel} 的报文记录恢复，缺少 ${lost} 帧`,
      en: `Frame recording of channel ${channel} goes on; ${lost} frames are missing`,
    };
  }
  return {
    zh: `通道 ${channel} 的报文记录丢失 ${lost} 帧：磁盘跟不上`,
    en: `Frame recording of channel ${channel} lost ${lost} frames: the disk cannot keep up`,
  };
}

/** Somebody decided about the certificate of an OPC UA server. The thumbprint is told, so that it can be compared later. */
export function trustDecided(decision: {
  channel: string;
  subject: string;
  sha1: string;
  isTrusted: boolean;
  who: string;
  why: string;
}): Text {
  const { channel, subject, sha1, isTrusted, who, why } = decision;
  return {
    zh: `${who} ${isTrusted ? '信任' : '不再信任'}通道 ${channel} 的服务器证书 ${subject}（SHA-1 ${sha1}）：${why}`,
    en: `${who} ${isTrusted ? 'trusts' : 'no longer trusts'} the server certificate ${subject} (SHA-1 ${sha1}) of channel ${channel}: ${why}`,
  };
}

/** The wall clock of this computer jumped. */
export function clockText(ms: number): Text {
  const s = (Math.abs(ms) / 1_000).toFixed(1);
  return ms > 0
    ? { zh: `计算机时钟向前跳变 ${s} 秒`, en: `The computer's clock jumped forward by ${s} s` }
    : { zh: `计算机时钟向后跳变 ${s} 秒`, en: `The computer's clock jumped back by ${s} s` };
}

/** Between the old time and the new one nobody can tell what was first: the same times come twice, or never came. */
export const clockAbout = (ms: number): EventAbout => ({
  uncertainty: { earlierMs: Math.max(0, ms), laterMs: Math.max(0, -ms), from: 'step' },
});

export function stationStarted(): Text {
  return { zh: '站控启动', en: 'The station started' };
}

/** A console can make alarms heard, or cannot any more. */
export function consoleSound({ where, isMissing }: { readonly where: string; readonly isMissing: boolean }): Text {
  const { zh, en } = placeText(where);
  return isMissing
    ? {
        zh: `操作站 ${zh} 没有声音输出设备，报警不会鸣响`,
        en: `Console ${en} has no sound device: alarms are not heard there`,
      }
    : { zh: `操作站 ${zh} 的声音输出设备恢复`, en: `Console ${en} has a sound device again` };
}
