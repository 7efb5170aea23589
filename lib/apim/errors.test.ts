import { describe, expect, test } from 'vitest';
import { atApim, isNameRefused } from './errors';

/** What the SDK throws, in the shape that version 10 gives it. */
function armError(statusCode: number, code: string, fields: Record<string, string> = {}): Error {
  const details = Object.entries(fields).map(([target, message]) => ({
    code: 'ValidationError',
    target,
    message,
  }));
  const message = details[0] ? 'One or more fields contain incorrect values:' : `${code} happened`;
  return Object.assign(new Error(message), {
    name: 'RestError',
    statusCode,
    code,
    details: { error: { code, message, details } },
  });
}

const reported = (error: Error) =>
  atApim('rename the subscription', () => Promise.reject(error)).catch(
    ({ code, message }: { code: string; message: string }) => ({ code, message }),
  );

describe('errors that would happen again', () => {
  test('is said with what to change', async () => {
    const name = { displayName: 'The name has characters that are not allowed' };
    expect(await reported(armError(400, 'ValidationError', name))).toEqual({
      code: 'upstream-refused',
      message:
        'API Management refused to rename the subscription, because it doesn’t accept this name: The name has characters that are not allowed. Use a name of letters, digits, spaces and hyphens.',
    });
    expect(await reported(armError(400, 'ValidationError', { email: 'bad' }))).toMatchObject({
      message: expect.stringContaining('Change the address in the settings.'),
    });
    expect(await reported(armError(400, 'ValidationError', { firstName: 'bad' }))).toMatchObject({
      message: expect.stringContaining('Change the name in the settings.'),
    });
    expect(await reported(armError(404, 'ResourceNotFound'))).toMatchObject({
      code: 'upstream-refused',
      message: expect.stringContaining('The operator has to apply the catalog.'),
    });
    expect(isNameRefused(armError(400, 'ValidationError', { 'properties.displayName': 'x' }))).toBe(
      true,
    );
    expect(isNameRefused(armError(400, 'ValidationError', { scope: 'x' }))).toBe(false);
  });

  test.each([400, 404, 405])('%d is never called passing', async (status) => {
    expect(await reported(armError(status, 'Whatever'))).toMatchObject({
      code: 'upstream-refused',
      message: expect.not.stringMatching(/try again in a minute/),
    });
  });
});

describe('temporary errors', () => {
  test.each<[number, string]>([
    [409, 'Conflict'],
    [412, 'PreconditionFailed'],
    [422, 'ManagementApiRequestFailed'],
    [429, 'TooManyRequests'],
    [500, 'InternalServerError'],
    [503, 'ServiceUnavailable'],
    [400, 'PessimisticConcurrencyConflict'],
  ])('%d %s is worth another try', async (status, code) => {
    expect(await reported(armError(status, code))).toEqual({
      code: 'upstream-failed',
      message:
        'API Management could not rename the subscription just now. Nothing is lost; try again in a minute.',
    });
  });
});
