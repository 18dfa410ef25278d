import type { Text } from '../text/text.ts';
import type { ServedAsset } from './asset.ts';
import type { Protocol } from './device.ts';
import type { ScenePlace } from './scene.ts';

/** Hues that a site may give to what runs or is open, beside light and dark. None of them is near a colour of alarms. */
export const RUNNING_HUES = ['green', 'cyan'] as const;
export type RunningHue = (typeof RUNNING_HUES)[number];

export interface StationDescription {
  readonly id: string;
  readonly name: Text;
  readonly version: string;
  readonly timeZone: string;
  /** Local time of day at which the gas day rolls, `HH:MM`. */
  readonly gasDayStart: string;
  /** True when the values come from the built-in demo field: the screen says so. */
  readonly demo: boolean;
  /** Missing where the site has none. */
  readonly runningHue?: RunningHue;
  readonly areas: readonly { readonly id: string; readonly name: Text }[];
  readonly devices: readonly { readonly id: string; readonly name: Text; readonly protocol: Protocol }[];
  /** In the order of their function keys, then by level and id. */
  readonly scenes: readonly SceneDescription[];
  /** The equipment, in the order of the project. */
  readonly assets: readonly ServedAsset[];
  /** Epoch ms UTC at which this run of the station started. */
  readonly startedAt: number;
  /** The station's clock at the time of the reply, epoch ms UTC. */
  readonly now: number;
}

/** A screen as the rail and the palette need it. */
export interface SceneDescription {
  readonly id: string;
  readonly title: Text;
  readonly level: number;
  readonly place?: ScenePlace | undefined;
}
