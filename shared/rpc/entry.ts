/** How an entry of the contract is written, and the inputs that many of them share. */
import { z } from 'zod';

export type Role = 'viewer' | 'operator' | 'engineer' | 'admin' | 'auditor';

export interface Entry<Kind extends string, Schema extends z.ZodType, Output> {
  readonly kind: Kind;
  readonly input: Schema;
  readonly role: Role;
  readonly audit: boolean;
  /** Type only; never set. */
  readonly output?: Output;
}

/** Reads; may be repeated freely. */
export const query =
  <Output>(role: Role = 'viewer') =>
  <Schema extends z.ZodType>(input: Schema): Entry<'query', Schema, Output> => ({
    kind: 'query',
    input,
    role,
    audit: false,
  });

/** Changes something; never repeated by itself. Every command is audited and names who must be allowed to give it. */
export const command =
  <Output>() =>
  <Schema extends z.ZodType>(role: Role, input: Schema): Entry<'command', Schema, Output> => ({
    kind: 'command',
    input,
    role,
    audit: true,
  });

/** Flows until closed: a snapshot first, then changes. */
export const stream =
  <Item>() =>
  <Schema extends z.ZodType>(input: Schema): Entry<'stream', Schema, Item> => ({
    kind: 'stream',
    input,
    role: 'viewer',
    audit: false,
  });

export const nothing = z.strictObject({});
/** Name of the person at the screen, as they type it; accounts come later. */
export const person = z.string().trim().min(1).max(64);
export const reason = z.string().trim().min(1).max(400);
export const tagName = z.string().min(1).max(128);
/** Parts of names, as somebody types them. */
export const nameParts = z.array(z.string().trim().min(1).max(200)).max(50);
/** Epoch ms UTC, as far as a date goes. */
export const time = z.number().min(-8.64e15).max(8.64e15);
