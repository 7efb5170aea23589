import { describe, expect, test } from 'vitest';
import { isSameOrigin } from './same-origin';

const post = (headers: Record<string, string>) =>
  isSameOrigin(new Request('http://localhost:3000/api/sign-out', { method: 'POST', headers }));

describe('a request that changes something', () => {
  test.each([
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:3000' },
    {},
  ])('is taken with %o', (headers) => {
    expect(post(headers)).toBe(true);
  });

  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://localhost:3000' },
    { origin: 'https://evil.example' },
    { origin: 'http://localhost:3001' },
    { origin: 'https://localhost:3000' },
    { origin: 'null' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
  ])('is refused with %o', (headers) => {
    expect(post(headers)).toBe(false);
  });
});
