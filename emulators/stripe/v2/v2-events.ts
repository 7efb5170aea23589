import { z } from 'zod';
import { renderThinEvent } from './render-thin-event';
import { notFound } from './v2-error';
import { v2Page, v2Paging } from './v2-list';
import { v2Route } from './v2-route';

const PATH = '/v2/core/events';

export const v2EventRoutes = [
  v2Route({
    on: `GET ${PATH}`,
    takes: z.strictObject({
      ...v2Paging,
      object_id: z.string().optional(),
      types: z.array(z.string()).max(20).optional(),
    }),
    refuses: ['created'],
    run: ({ account, params }) =>
      v2Page({
        table: account.thinEvents,
        url: PATH,
        limit: params.limit,
        page: params.page,
        query: {
          ...(params.object_id === undefined ? {} : { object_id: params.object_id }),
          ...Object.fromEntries((params.types ?? []).map((type, at) => [`types[${at}]`, type])),
        },
        where: (row) =>
          (params.object_id === undefined || row.related?.id === params.object_id) &&
          (params.types === undefined || params.types.includes(row.type)),
        render: renderThinEvent,
      }),
  }),
  v2Route({
    on: `GET ${PATH}/:id`,
    takes: z.strictObject({}),
    run: ({ account, id }) => {
      const row = account.thinEvents.get(id);
      if (!row) throw notFound('event', id);
      return renderThinEvent(row);
    },
  }),
];
