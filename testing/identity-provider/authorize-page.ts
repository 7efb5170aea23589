import { html } from 'hono/html';

/** Carried through the form to the answer. */
const CARRIED = ['redirect_uri', 'state', 'nonce', 'code_challenge'] as const;

/** The provider's page: who signs in says so, and how the provider shall misbehave. */
export function authorizePage(query: Record<string, string>) {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Identity provider</title>
<link rel="icon" href="data:,"></head>
<body><main>
<h1>Sign in at the provider</h1>
<form method="post">
${CARRIED.map((name) => html`<input type="hidden" name="${name}" value="${query[name] ?? ''}">`)}
<p><label>Subject <input name="subject" required></label></p>
<p><label>Email <input name="email" type="email" required></label></p>
<p><label>Name <input name="name" required></label></p>
<p><label>Email is proven <input name="proven" type="checkbox" value="yes" checked></label></p>
<p><label>Misbehave <select name="misbehave"><option value="">not at all</option>
<option value="nonce">with another nonce</option></select></label></p>
<p><button name="answer" value="yes">Allow</button> <button name="answer" value="no" formnovalidate>Deny</button></p>
</form></main></body></html>`;
}
