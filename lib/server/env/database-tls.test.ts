import { expect, test } from 'vitest';
import { databaseTls } from './database-tls';

const at = (host: string, search = '') => databaseTls(`postgresql://app:pw@${host}/db${search}`);

test('what stays on the machine needs no TLS', () => {
  for (const host of ['localhost', '127.0.0.1:5433', '127.0.1.1', '[::1]:5432'])
    expect(at(host), host).toBe('local');
  expect(at('localhost', '?host=/var/run/postgresql')).toBe('local');
  expect(databaseTls('postgresql:///db?host=/var/run/postgresql')).toBe('local');
});

test('a host that only looks like this machine is another one', () => {
  for (const host of ['localhost.evil.example', '127.evil.example', '10.0.0.5', 'db'])
    expect(at(host), host).toBe('unsaid');
  expect(at('localhost', '?host=db.example')).toBe('unsaid');
});

test('TLS counts as checked only where the certificate is looked at', () => {
  for (const search of [
    '?sslmode=verify-full',
    '?sslmode=require',
    '?ssl=true',
    '?uselibpqcompat=true&sslmode=verify-full',
  ]) {
    expect(at('db.example', search), search).toBe('checked');
  }
  for (const search of ['?sslmode=no-verify', '?uselibpqcompat=true&sslmode=require'])
    expect(at('db.example', search), search).toBe('unchecked');
  expect(at('db.example', '?sslmode=disable')).toBe('off');
  expect(at('db.example', '?ssl=false')).toBe('unsaid');
});
