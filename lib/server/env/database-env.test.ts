import { describe, expect, it } from 'vitest';
import { openlyAsked } from './database-env';
import { parseEnv } from './env';

const SERVER = 'postgresql://app:hidden@db.example/tollgate';
const URL = `${SERVER}?sslmode=verify-full`;

describe('the database settings', () => {
  it('are the embedded database and ten connections when nothing is set', () => {
    expect(parseEnv({}).app).toMatchObject({
      databaseUrl: null,
      databaseReadUrl: null,
      databaseConnections: 10,
    });
  });

  it('accept a replica with a server, and not without one', () => {
    const both = { DATABASE_URL: URL, DATABASE_READ_URL: `${URL}&x=replica` };
    expect(parseEnv(both).app.databaseReadUrl).toBe(`${URL}&x=replica`);
    expect(() => parseEnv({ DATABASE_READ_URL: URL })).toThrow(/DATABASE_URL is not/);
  });

  it('refuse a server elsewhere when nothing is said about TLS, and repeat nothing of the address', () => {
    const start = (given: Record<string, string>) => () => parseEnv(given);
    expect(start({ DATABASE_URL: SERVER })).toThrow(/^ {2}- DATABASE_URL points to another/m);
    expect(start({ DATABASE_URL: SERVER })).not.toThrow(/hidden|db\.example/);
    expect(start({ DATABASE_URL: URL, DATABASE_READ_URL: SERVER })).toThrow(/DATABASE_READ_URL/);
    expect(start({ DATABASE_URL: 'postgresql://app@127.0.0.1:5432/tollgate' })).not.toThrow();
  });

  it('take a plain one when that is said, for a warning', () => {
    const { app } = parseEnv({ DATABASE_URL: `${SERVER}?sslmode=disable`, DATABASE_READ_URL: URL });
    expect(openlyAsked(app)).toEqual(['DATABASE_URL']);
    expect(openlyAsked(parseEnv({ DATABASE_URL: URL }).app)).toEqual([]);
    expect(openlyAsked(parseEnv({}).app)).toEqual([]);
  });

  it('refuse a number of connections with which nothing works', () => {
    expect(() => parseEnv({ DATABASE_CONNECTIONS: '1' })).toThrow(/DATABASE_CONNECTIONS/);
    expect(parseEnv({ DATABASE_CONNECTIONS: '5' }).app.databaseConnections).toBe(5);
  });
});
