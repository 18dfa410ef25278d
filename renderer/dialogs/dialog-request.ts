/** Which dialog a window shows; one at a time, over whatever screen. */
import type { Annotation } from '../../shared/model/annotation.ts';
import type { PresetSetup, TrendPreset } from '../../shared/model/trend-preset.ts';
import type { TimeWindow } from '../trend/time/follow.ts';

export type DeviceCommand = 'take-out' | 'put-back' | 'record' | 'stop-recording';

export type DialogRequest =
  | { readonly kind: DeviceCommand; readonly device: string }
  /** `channel` stands first. */
  | { readonly kind: 'certificates'; readonly channel: string }
  | { readonly kind: 'check' | 'backup' | 'keys' | 'palette' }
  /** `tag` is chosen already where it is given. */
  | { readonly kind: 'override'; readonly tag?: string }
  | { readonly kind: 'release'; readonly tag: string }
  | AlarmDialogRequest
  | TrendDialogRequest;

/** Orders about alarms; `area` null: chosen in the dialog. */
export type AlarmDialogRequest =
  /** `leftOut`: alarms of priority 1 that were in sight as well. */
  | { readonly kind: 'acknowledge'; readonly ids: readonly string[]; readonly leftOut?: number }
  | { readonly kind: 'acknowledge-area'; readonly area: string | null }
  | { readonly kind: AlarmHoldKind | AlarmOrderKind; readonly alarm: string }
  | { readonly kind: 'areas' | 'on-duty' };

export type AlarmHoldKind = 'shelve' | 'remove-from-service' | 'take-equipment-out';
export type AlarmOrderKind = 'reset' | 'unshelve' | 'return-to-service' | 'return-equipment';

/** Of the trend screen; `setup` is what is on it now. */
export type TrendDialogRequest =
  | { readonly kind: 'preset-save'; readonly setup: PresetSetup; readonly name: string }
  | { readonly kind: 'preset-edit'; readonly preset: TrendPreset; readonly setup: PresetSetup }
  /** The first tag is chosen. */
  | { readonly kind: 'annotation-add'; readonly tags: readonly string[]; readonly at: number }
  | { readonly kind: 'annotation'; readonly annotation: Annotation }
  | { readonly kind: 'trend-export'; readonly pens: readonly ExportPen[]; readonly window: TimeWindow };

export interface ExportPen {
  readonly slot: number;
  readonly tag: string;
  readonly isHidden: boolean;
}
