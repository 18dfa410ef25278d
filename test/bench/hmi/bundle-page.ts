/** Bundles a page of a bench as the product is bundled: one script for a browser. */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** @param file beside this one */
export async function bundlePage(file: string): Promise<string> {
  const entry = fileURLToPath(new URL(`./${file}`, import.meta.url));
  const built = await build({
    ...{ configFile: false, logLevel: 'warn', mode: 'production' },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, lib: { entry, formats: ['iife'], name: 'page' }, target: 'chrome140' },
  });
  const [output] = Array.isArray(built) ? built : [built];
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined;
  if (chunk === undefined) throw new Error(`${file} could not be bundled`);
  return chunk.code;
}
