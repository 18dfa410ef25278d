/**
 * Small files that must be there whole after a kill or a power cut: written beside, forced to the disk, then renamed over the
 * old one. Asynchronous, because forcing to a slow disk takes tens of ms and nothing may stop the main thread that long. Two
 * writes of one file at once would share the draft: the caller does one after the other.
 */
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * On a full disk another attempt is made after this long, ms: the historian looks each second and gives up the room that it
 * keeps back.
 */
const ROOM_AFTER_MS = 1_500;

/** Replaces `file`. Rejects with the error of the file system; then the file is what it was before. */
export async function replaceFile(file: string, text: string): Promise<void> {
  try {
    await replaceOnce(file, text);
  } catch (error) {
    if (!isFull(error)) throw error;
    await setTimeout(ROOM_AFTER_MS);
    await replaceOnce(file, text);
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

async function replaceOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.new`;
  // What an earlier run left half-written.
  await rm(draft, { force: true });
  try {
    await writeDraft(draft, text);
    await rename(draft, file);
  } catch (error) {
    await removeDraft(draft);
    throw error;
  }
  await syncFolder(dirname(file));
}

async function writeDraft(draft: string, text: string): Promise<void> {
  const handle = await open(draft, 'wx');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** It takes room on a disk that may be full. Where not even that works, the error of the write is the one to tell. */
async function removeDraft(draft: string): Promise<void> {
  try {
    await rm(draft, { force: true });
  } catch {
    return;
  }
}

/** Makes the new name outlive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network drives cannot sync a folder. The new file is in its place and whole: the write has not failed.
    return;
  }
}
