import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const URL = 'postgresql://app@db.example/tollgate';

describe('the database settings', () => {
  it('are the embedded database and ten connections when nothing is set', () => {
    expect(parseEnv({}).app).toMatchObject({
      databaseUrl: null,
      databaseReadUrl: null,
      databaseConnections: 10,
    });
  });

  it('take a replica beside a server, and no replica of nothing', () => {
    const both = { DATABASE_URL: URL, DATABASE_READ_URL: `${URL}-replica` };
    expect(parseEnv(both).app.databaseReadUrl).toBe(`${URL}-replica`);
    expect(() => parseEnv({ DATABASE_READ_URL: URL })).toThrow(/DATABASE_URL is not/);
  });

  it('refuse a number of connections with which nothing works', () => {
    expect(() => parseEnv({ DATABASE_CONNECTIONS: '1' })).toThrow(/DATABASE_CONNECTIONS/);
    expect(parseEnv({ DATABASE_CONNECTIONS: '5' }).app.databaseConnections).toBe(5);
  });
});
