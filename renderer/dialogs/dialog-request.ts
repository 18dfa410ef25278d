/** Which dialog a window shows; one at a time, over whatever screen. */
export type DeviceCommand = 'take-out' | 'put-back' | 'record' | 'stop-recording';

export type DialogRequest =
  | { readonly kind: DeviceCommand; readonly device: string }
  /** `channel` stands first. */
  | { readonly kind: 'certificates'; readonly channel: string }
  | { readonly kind: 'check' | 'backup' }
  | { readonly kind: 'override' }
  | { readonly kind: 'release'; readonly tag: string };
