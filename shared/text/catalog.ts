/**
 * Every sentence the screen can say, by key. The type makes each language complete: a key missing in one file does not
 * compile. `{name}` marks a blank that `fill` replaces. Names of plant objects are not here: they belong to the project.
 */

import type { DeviceCause, DeviceState } from '../model/device.ts';
import type { LoggingPolicy } from '../model/logging.ts';
import type { QualityClass, QualityReason } from '../model/quality.ts';
import type { ScenePipe } from '../model/scene.ts';
import type { OverrideKind, SignalClass } from '../model/tag.ts';
import type { PipeState } from '../scene/network/pipe-network.ts';
import type { AlarmScreenTexts } from './alarms/alarms.ts';
import type { CommunicationTexts } from './communication.ts';
import type { DialogTexts } from './dialogs.ts';
import type { EventTexts } from './events/events.ts';
import type { FaceplateTexts } from './faceplates/faceplates.ts';
import type { HistoryTexts } from './history.ts';
import type { KeyTexts } from './keys/keys.ts';
import type { LegendTexts } from './legend/legend.ts';
import type { MimicTexts } from './mimic/mimic.ts';
import type { NavigationTexts } from './navigation/navigation.ts';
import type { PerformanceTexts } from './performance/performance.ts';
import type { ReplayTexts } from './replay/replay.ts';
import type { RoomTexts } from './room/room.ts';
import type { SupportTexts } from './support/support.ts';
import type { TrendsTexts } from './trends/trends.ts';

export const SYMBOL_STATE_WORDS = [
  'open',
  'closed',
  'travel',
  'unknown',
  'fault',
  'armed',
  'tripped',
  'control',
  'wide',
  'locked',
  'seated',
  'lifted',
  'run',
  'stop',
  'calibrating',
  'throttle',
  'local',
  'clear',
  'gas',
  'high',
  'fire',
  'ready',
  'pressed',
  'passed',
  'quiet',
  'on',
  'off',
  'calm',
  'stale',
] as const;
export type SymbolStateWord = (typeof SYMBOL_STATE_WORDS)[number];

export interface Catalog {
  readonly htmlLang: string;
  readonly product: string;
  readonly demo: string;
  readonly demoHint: string;
  readonly wholeStation: string;
  readonly weekdays: readonly [string, string, string, string, string, string, string];
  readonly stationTime: string;
  readonly languageGroup: string;
  readonly themeGroup: string;
  readonly day: string;
  readonly night: string;
  readonly screens: string;
  readonly screenNames: { readonly overview: string };
  readonly links: string;
  readonly linkLost: string;
  readonly linkLostFor: string;
  readonly linkLostConsequence: string;
  readonly connecting: string;
  readonly noEvents: string;
  readonly latestEvent: string;
  /** Before the names of the devices that are not reached. */
  readonly devicesLost: string;
  readonly now: string;
  readonly oneHourAgo: string;
  readonly deviceState: Record<DeviceState, string>;
  readonly deviceCause: Record<DeviceCause, string>;
  readonly deviceUnknown: string;
  readonly roundTrip: string;
  readonly since: string;
  readonly endpoint: string;
  readonly qualityClass: Record<QualityClass, string>;
  readonly qualityReason: Record<QualityReason, string>;
  readonly staleValue: string;
  readonly linkLostReason: string;
  readonly signalClass: Record<SignalClass, string>;
  readonly tip: {
    readonly quality: string;
    readonly sampleTime: string;
    readonly sourceTime: string;
    readonly receivedAt: string;
    readonly raw: string;
    readonly override: Record<OverrideKind, string>;
    /** Beside a substitute that is not shown because the live value is usable. */
    readonly waiting: string;
    readonly by: string;
    readonly why: string;
    readonly until: string;
    readonly live: string;
    readonly age: string;
    readonly lastGood: string;
    readonly device: string;
    readonly address: string;
    readonly range: string;
    readonly limits: string;
    readonly noLimits: string;
    readonly logging: string;
    readonly calculated: string;
    readonly expression: string;
    readonly openTrend: string;
  };
  /** Which samples are kept, with blanks `{error}` (a number and its unit) and `{interval}`. */
  readonly logging: Record<LoggingPolicy['kind'] | 'everyChange', string>;
  readonly trend: {
    readonly title: string;
    readonly live: string;
    /** Instead of it while no valid value comes. */
    readonly notLive: string;
    readonly window: string;
    readonly close: string;
    readonly loading: string;
    readonly noData: string;
    readonly failed: string;
    readonly badQuality: string;
    readonly cursor: string;
    /** In the head of the small trend, with the `{time}` at which the field takes over. */
    readonly demoUntil: string;
  };
  /** State of a symbol in words, by the state names of the symbol set. */
  readonly symbolState: Record<SymbolStateWord, string>;
  /** State of a section of pipe, after the name of its medium. */
  readonly pipeState: Record<Exclude<PipeState, 'plain'>, string>;
  readonly medium: Record<ScenePipe['medium'], string>;
  readonly sceneLoading: string;
  readonly sceneFailed: string;
  readonly symbolUnknown: string;
  readonly valueLabel: string;
  readonly mimic: MimicTexts;
  readonly communication: CommunicationTexts;
  readonly trends: TrendsTexts;
  readonly alarms: AlarmScreenTexts;
  readonly dialog: DialogTexts;
  readonly history: HistoryTexts;
  readonly performance: PerformanceTexts;
  readonly events: EventTexts;
  readonly keys: KeyTexts;
  readonly navigation: NavigationTexts;
  readonly replay: ReplayTexts;
  readonly room: RoomTexts;
  readonly support: SupportTexts;
  readonly faceplate: FaceplateTexts;
  readonly legend: LegendTexts;
}

/** Replaces each `{name}` of `template`; a name that is not given stays visible, so that the mistake is seen. */
export function fill(template: string, blanks: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => blanks[name] ?? whole);
}
