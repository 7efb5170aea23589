import { describe, expect, it } from 'vitest';
import { evaluate, type PolicyContext, parseExpression } from './expression';
import { parsePolicy } from './parse-policy';
import type { PolicyScope } from './policy';

function messages(inbound: string, scope: PolicyScope = 'product'): string[] {
  const parsed = parsePolicy(`<policies><inbound>${inbound}</inbound></policies>`, scope);
  return parsed.kind === 'invalid' ? parsed.problems.map(({ message }) => message) : [];
}

describe('a policy document', () => {
  it('is read in its order, comments and declarations aside', () => {
    const parsed = parsePolicy(
      `\uFEFF<?xml version="1.0"?><!-- limits --><policies><inbound>
        <rate-limit calls="100" renewal-period="60" remaining-calls-header-name="x-left" />
        <base />
        <quota calls="50000" bandwidth="400" renewal-period="2629800" />
      </inbound><backend><base /></backend></policies>`,
      'product',
    );
    expect(parsed).toMatchObject({
      kind: 'ok',
      policy: {
        inbound: [
          {
            limit: {
              kind: 'rate-limit',
              calls: 100,
              periodSeconds: 60,
              remainingCallsHeader: 'x-left',
            },
          },
          { kind: 'base' },
          { limit: { kind: 'quota', calls: 50_000, bandwidthKb: 400, periodSeconds: 2_629_800 } },
        ],
      },
    });
  });

  it.each<[string, PolicyScope]>([
    ['<quota calls="1" renewal-period="3600" />', 'api'],
    ['<rate-limit calls="1" renewal-period="60" />', 'global'],
    ['<base />', 'global'],
    ['<quota renewal-period="3600" />', 'product'],
    ['<quota calls="1" />', 'product'],
    ['<quota calls="@(1)" renewal-period="3600" />', 'product'],
    ['<rate-limit calls="1" renewal-period="60" color="red" />', 'product'],
    ['<rate-limit-by-key calls="1" renewal-period="60" />', 'product'],
    [
      '<rate-limit-by-key calls="1" renewal-period="60" counter-key="@(context.Deployment.Region)" />',
      'product',
    ],
    ['<quota calls="1" renewal-period="300" /><quota calls="1" renewal-period="300" />', 'product'],
    ['<rewrite-url template="/" />', 'api'],
  ])('refuses %s at the %s scope', (inbound, scope) => {
    expect(messages(inbound, scope)).not.toEqual([]);
  });

  it('names the legal policies that are not done here, after what is wrong', () => {
    const absent = '<validate-jwt header-name="Authorization" /><rewrite-uri template="/" />';
    const parsed = parsePolicy(
      `<policies><inbound>${absent}</inbound><outbound><set-header name="X" /></outbound></policies>`,
      'api',
    );
    const names = ['validate-jwt', 'rewrite-uri', 'set-header in outbound'];
    expect(parsed).toEqual({ kind: 'absent', names });
    expect(messages(`${absent}<nonsense />`)).toHaveLength(1);
  });

  it('says where XML ends being XML', () => {
    expect(parsePolicy('<policies><inbound></policies>', 'api')).toMatchObject({
      kind: 'invalid',
      problems: [{ target: 'representation', message: expect.stringMatching(/Line 1/) }],
    });
  });
});

describe('an expression', () => {
  const context: PolicyContext = {
    values: {
      'Api.Id': 'sample',
      'Operation.Id': 'status',
      'Product.Id': 'basic',
      'Request.IpAddress': '127.0.0.1',
      'Request.Method': 'GET',
      'Request.OriginalUrl.Path': '/sample/status/404',
      'Request.OriginalUrl.QueryString': '?a=1',
      'Subscription.Id': 's1',
      'Subscription.Key': 'k',
      'User.Id': 'u1',
    },
    matched: { code: '404' },
    nowMs: Date.parse('2026-11-23T10:00:00.123Z'),
  };

  it.each([
    ['plain text', 'plain text'],
    ['@(context.Subscription?.Id)', 's1'],
    ['@(context.Operation.Id == "status")', true],
    ['@((context.Operation.Id) != "status")', false],
    ['@(int.Parse(context.Request.MatchedParameters["code"]))', 404],
    ['@(DateTime.UtcNow.ToString("o"))', '2026-11-23T10:00:00.1230000Z'],
    [
      '@(new JObject(new JProperty("a", 1), new JProperty("b", context.User.Id)).ToString())',
      '{\n  "a": 1,\n  "b": "u1"\n}',
    ],
  ])('%s gives %j', (text, value) => {
    expect(evaluate(parseExpression(text), context)).toBe(value);
  });

  it.each(['@(System.IO.File.ReadAllText("x"))', '@{ return 1; }', '@(context.Api)', '@(1 +)'])(
    'refuses what it cannot evaluate: %s',
    (text) => {
      expect(() => parseExpression(text)).toThrow(/can't read/);
    },
  );
});
