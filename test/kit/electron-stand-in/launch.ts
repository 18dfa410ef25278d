/**
 * Reads Electron's command line (switches, then a folder or file, then the app's own arguments), sets process.argv as
 * Electron does and loads the app. Anything thrown while it loads ends the process with code 1, as in Electron.
 */
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';

/** Everything Electron was called with stays in process.argv, the executable first. */
const given = process.argv.slice(2);
const folder = given.find(argument => !argument.startsWith('-'));
if (folder === undefined) throw new Error('electron stand-in: name the folder or file to run');
process.argv = [process.execPath, ...given];

const path = resolve(folder);
app.useAppPath(path);
const entry = statSync(path).isDirectory() ? join(path, mainOf(path)) : path;
await import(pathToFileURL(entry).href);
app.start();

function mainOf(directory: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const main = typeof manifest === 'object' && manifest !== null && 'main' in manifest ? manifest.main : undefined;
  return typeof main === 'string' ? main : 'index.js';
}
