import { useState } from "react";
import { ApiError } from "./problem";

/** One create, sent with this Idempotency-Key. */
export type Create<T> = (key: string) => Promise<T>;

/** A random UUID (version 4). `crypto.randomUUID` is missing on pages without https. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function nameOf(content: unknown): string {
  if (content instanceof File) return `${content.name}/${content.size}/${content.lastModified}`;
  return JSON.stringify(content);
}

/** Whether the server has said that this create made nothing, or nothing that is left. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500;
}

/**
 * Runs a form's creates. While it is not known what became of one, the same content is sent with the same key, so that
 * sending again creates nothing twice.
 */
export class Creations {
  private readonly keys = new Map<string, string>();

  async run<T>(content: unknown, create: Create<T>): Promise<T> {
    const name = nameOf(content);
    const key = this.keys.get(name) ?? newKey();
    this.keys.set(name, key);
    try {
      const made = await create(key);
      this.keys.delete(name);
      return made;
    } catch (error) {
      if (isRefused(error)) this.keys.delete(name);
      throw error;
    }
  }
}

/** The creates of one form, for as long as it is shown. */
export function useCreations(): Creations {
  return useState(() => new Creations())[0];
}
