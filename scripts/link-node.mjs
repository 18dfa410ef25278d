/**
 * Runs after `npm ci` or `npm install` by hand: makes `npm run …` use the packaged Node 24 where
 * npm has not done so itself. Node built-ins only.
 */
import { fileURLToPath } from 'node:url';
import { linkProgramNode } from './lib/node-version.mjs';

linkProgramNode(fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, ''));
