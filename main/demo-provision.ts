/** Commissions the demo field for a station: passwords in, addresses and certificates out. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { trustServerCertificate } from './acquisition/drivers/opcua/certificates.ts';
import type { Log } from './platform/log.ts';
import type { SecretStore } from './platform/secrets.ts';
import type { StationProject } from './project/types.ts';
import type { FieldReady } from './simulator/field-messages.ts';
import { FieldLauncher, type ForkField } from './simulator-launcher.ts';

export interface DemoField {
  readonly endpoints: FieldReady['endpoints'];
  stop(): Promise<void>;
}

export interface ProvisionOptions {
  readonly project: StationProject;
  readonly dataDirectory: string;
  readonly secrets: SecretStore;
  readonly forkField: ForkField;
  readonly log: Log;
  readonly onRestart: (what: 'ended' | 'back') => void;
  /** Ends the field while it is still starting. */
  readonly signal?: AbortSignal;
}

/** Throws `StationError` `demo-field-failed`; no process is left then. */
export async function provisionDemo(options: ProvisionOptions): Promise<DemoField> {
  const { project, dataDirectory, secrets, forkField, log, onRestart, signal } = options;
  signal?.throwIfAborted();
  const passwords = project.channels.flatMap(channel => {
    const name = `channel/${channel.id}`;
    return channel.protocol === 'opcua' && channel.login.kind === 'user'
      ? [[name, secrets.getOrCreate(name)] as const]
      : [];
  });
  const launcher = new FieldLauncher({
    projectDirectory: project.directory,
    dataDirectory,
    secrets: Object.fromEntries(passwords),
    forkField,
    log,
    onRestart,
  });
  const giveUp = () => void launcher.stop();
  signal?.addEventListener('abort', giveUp);
  try {
    const ready = await launcher.start();
    for (const [channel, certificate] of Object.entries(ready.certificates)) {
      const folder = join(dataDirectory, 'channels', channel);
      mkdirSync(folder, { recursive: true });
      trustServerCertificate(folder, Buffer.from(certificate, 'base64'));
    }
    return { endpoints: ready.endpoints, stop: () => launcher.stop() };
  } catch (error) {
    await launcher.stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
