/**
 * Runs in electron-builder after packing and before signing: turns off what an operator's Electron must not do (run as
 * plain Node, take NODE_OPTIONS, open an inspector, load code beside the archive). A fuse that this list does not know
 * fails the build, so that an Electron upgrade cannot bring one in unnoticed.
 */
import { join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';

/** What stays on and what goes off, by platform as electron-builder names it. */
export function fuseConfig(platform) {
  return {
    version: FuseVersion.V1,
    strictlyRequireAllFuses: true,
    resetAdHocDarwinSignature: platform === 'darwin',
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableCookieEncryption]: true,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    // Not implemented on Linux: there root ownership and the package's signature protect the files.
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: platform !== 'linux',
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
    [FuseV1Options.WasmTrapHandlers]: true,
  };
}

function executableOf({ appOutDir, electronPlatformName, packager }) {
  if (electronPlatformName === 'darwin') return join(appOutDir, `${packager.appInfo.productFilename}.app`);
  if (electronPlatformName === 'win32') return join(appOutDir, `${packager.appInfo.productFilename}.exe`);
  return join(appOutDir, packager.executableName);
}

// oxlint-disable-next-line import/no-default-export -- electron-builder calls the default export
export default async function afterPack(context) {
  await flipFuses(executableOf(context), fuseConfig(context.electronPlatformName));
}
