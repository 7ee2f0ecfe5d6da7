import { createHmac } from "node:crypto";

type Claims = Record<string, unknown>;

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

export const claimsOf = (token: string): Claims =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Claims;

/** A token as the project's Auth signs it, with other claims. */
export function signedToken(claims: Claims, secret: string): string {
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** A token that claims to need no signature. */
export const unsignedToken = (claims: Claims): string =>
  `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
