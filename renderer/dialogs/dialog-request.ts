/** Which dialog a window shows; one at a time, over whatever screen. */
export type DeviceCommand = 'take-out' | 'put-back' | 'record' | 'stop-recording';

export type DialogRequest =
  | { readonly kind: DeviceCommand; readonly device: string }
  /** `channel` stands first. */
  | { readonly kind: 'certificates'; readonly channel: string }
  | { readonly kind: 'check' | 'backup' | 'keys' | 'palette' }
  /** `tag` is chosen already where it is given. */
  | { readonly kind: 'override'; readonly tag?: string }
  | { readonly kind: 'release'; readonly tag: string }
  | AlarmDialogRequest;

/** Orders about alarms; `area` null: chosen in the dialog. */
export type AlarmDialogRequest =
  /** `leftOut`: alarms of priority 1 that were in sight as well. */
  | { readonly kind: 'acknowledge'; readonly ids: readonly string[]; readonly leftOut?: number }
  | { readonly kind: 'acknowledge-area'; readonly area: string | null }
  | { readonly kind: AlarmHoldKind | AlarmOrderKind; readonly alarm: string }
  | { readonly kind: 'areas' | 'on-duty' };

export type AlarmHoldKind = 'shelve' | 'remove-from-service' | 'take-equipment-out';
export type AlarmOrderKind = 'reset' | 'unshelve' | 'return-to-service' | 'return-equipment';
