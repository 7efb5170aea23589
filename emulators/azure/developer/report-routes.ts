import type { Hono } from 'hono';
import { answerPage } from '../arm/arm-answer';
import { ordered, renderReportRow } from '../arm/report-answer';
import { readReportQuery } from '../arm/report-query';
import type { Service } from '../service';
import { report } from '../usage/reports';
import { needSelf } from './reader';

/** A user's own usage. */
export function reportRoutes(app: Hono, service: Service): void {
  for (const [name, kind] of [
    ['ByTime', 'bytime'],
    ['ByGeo', 'bygeo'],
    // The portal's own names for those by country and by API.
    ['ByRegion', 'bygeo'],
    ['ByEndpoint', 'byapi'],
    ['ByProduct', 'byproduct'],
    ['BySubscription', 'bysubscription'],
    ['ByApi', 'byapi'],
    ['ByOperation', 'byoperation'],
  ] as const) {
    // The portal writes the first letter small, its documentation large.
    for (const path of [name, `b${name.slice(1)}`]) {
      app.get(`/users/:user/reports/${path}`, (c) => {
        const user = needSelf(c, service);
        const query = { ...readReportQuery(c, service, kind), userId: user.id };
        const rows = ordered(c, report(service, kind, query));
        const { reportPageSize: pageSize } = service.settings;
        return answerPage(c, rows, { pageSize, render: renderReportRow });
      });
    }
  }
}
