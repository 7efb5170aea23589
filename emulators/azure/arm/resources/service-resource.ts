import type { Hono } from 'hono';
import { resourceId } from '../../service';
import { answerJson } from '../arm-answer';
import type { ArmService } from '../arm-service';

/** The service itself, as far as addresses and tier go; and operations that are under way. */
export function serviceRoutes(app: Hono, arm: ArmService): void {
  const { settings } = arm;

  app.get('/', (c) =>
    answerJson(c, {
      id: resourceId(settings, ''),
      name: settings.serviceName,
      type: 'Microsoft.ApiManagement/service',
      tags: {},
      location: 'Local',
      etag: 'AAAAAAAAAAE=',
      sku: { name: 'Developer', capacity: 1 },
      properties: {
        publisherEmail: 'publisher@apim.example',
        publisherName: 'Publisher',
        provisioningState: 'Succeeded',
        gatewayUrl: settings.gatewayUrl,
        developerPortalUrl: settings.portalUrl,
        developerPortalStatus: 'Enabled',
        platformVersion: 'stv2.1',
      },
    }),
  );

  app.get('/tenant/operationresults/:id', (c) => arm.operations.status(c, c.req.param('id')));
}
