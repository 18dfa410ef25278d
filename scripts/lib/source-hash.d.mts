/** Types of source-hash.mjs for the tests, which are TypeScript. */
type Part = 'main' | 'preload' | 'renderer';

export function partHash(root: string, part: Part): string;
export function readBuild(root: string): { sourceHash: string; parts: Partial<Record<Part, string>> } | undefined;
export function isBuilt(root: string): boolean;
