import { describe, expect, it } from 'vitest';
import { judgeAdvisories } from './advisories';

const hole = (severity: string) => ({
  severity,
  range: '<8.0.1',
  via: [{ title: 'Sends where it should not' }, 'another'],
});
const found = (vulnerabilities: Record<string, unknown>) =>
  judgeAdvisories(JSON.stringify({ auditReportVersion: 2, vulnerabilities }));

describe('advisories of what is deployed', () => {
  it.each(['high', 'critical'])('a %s one fails the run and is named', (severity) => {
    const result = found({ nodemailer: hole(severity), other: hole('low') });
    expect(result).toMatchObject({ passed: 0, failed: 1 });
    expect(result.output).toBe(`${severity}: nodemailer <8.0.1 Sends where it should not`);
  });

  it('a lesser one, and none, pass', () => {
    expect(found({})).toMatchObject({ passed: 1, failed: 0 });
    expect(found({ one: hole('moderate'), two: hole('info') })).toMatchObject({ failed: 0 });
  });

  it.each([
    '',
    'not json',
    '{"message":"405 Method Not Allowed","statusCode":405}',
    '{"error":{}}',
  ])('a registry that does not answer is a note and no failure: %s', (output) => {
    const result = judgeAdvisories(output);
    expect(result).toMatchObject({ passed: 0, failed: 0 });
    expect(result.note).toContain('skipped');
  });
});
