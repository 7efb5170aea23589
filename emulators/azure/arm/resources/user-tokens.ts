import type { Hono } from 'hono';
import { z } from 'zod';
import { mintUserToken } from '../../user-token';
import { answerJson, answerNothing } from '../arm-answer';
import { invalidFields } from '../arm-error';
import { readProperties } from '../arm-request';
import type { ArmService } from '../arm-service';
import { needUser } from './users';

const LONGEST_TOKEN_MS = 30 * 86_400_000;
const SSO_TOKEN_MS = 5 * 60_000;

const tokenSchema = z.strictObject({
  keyType: z.enum(['primary', 'secondary']),
  expiry: z.iso.datetime({ offset: true }),
});

export function userTokenRoutes(app: Hono, arm: ArmService): void {
  const { state, settings, world } = arm;

  app.post('/users/:id/token', async (c) => {
    const user = needUser(arm, c.req.param('id'));
    const { keyType, expiry } = await readProperties(c, tokenSchema);
    const expiresMs = Date.parse(expiry);
    const nowMs = world.clock.nowMs();
    if (expiresMs <= nowMs || expiresMs > nowMs + LONGEST_TOKEN_MS) {
      const message = 'Token expiry must lie in the future and within 30 days.';
      throw invalidFields([{ target: 'expiry', message }]);
    }
    const { secret } = state;
    const value = mintUserToken({ secret, userId: user.id, key: keyType, expiresMs });
    return answerJson(c, { value });
  });

  // The address is the legacy portal's, which no longer exists: Azure never changed it.
  app.post('/users/:id/generatessourl', (c) => {
    const user = needUser(arm, c.req.param('id'));
    const expiresMs = world.clock.nowMs() + SSO_TOKEN_MS;
    const { secret } = state;
    const token = mintUserToken({ secret, userId: user.id, key: 'primary', expiresMs });
    const portal = `https://${settings.serviceName}.portal.azure-api.net`;
    return answerJson(c, { value: `${portal}/signin-sso?token=${encodeURIComponent(token)}` });
  });

  // No mail leaves the emulator.
  app.post('/users/:id/confirmations/password/send', (c) => {
    needUser(arm, c.req.param('id'));
    return answerNothing(c, 204);
  });
}
