import { z } from 'zod';

const keyNames = z.strictObject({ header: z.string().min(1), query: z.string().min(1) });
const path = z
  .string()
  .max(400)
  .regex(/^$|^[\w.-]+(\/[\w.-]+)*$/);
const shared = {
  description: z.string().nullish(),
  authenticationSettings: z.looseObject({}).nullish(),
  subscriptionKeyParameterNames: keyNames.partial().nullish(),
  type: z.enum(['http']).nullish(),
  apiRevision: z.literal('1').nullish(),
  apiVersion: z.string().max(100).nullish(),
  isCurrent: z.boolean().nullish(),
  apiRevisionDescription: z.string().max(256).nullish(),
  apiVersionDescription: z.string().max(256).nullish(),
  subscriptionRequired: z.boolean().nullish(),
  termsOfServiceUrl: z.string().nullish(),
  contact: z.looseObject({}).nullish(),
  license: z.looseObject({}).nullish(),
  serviceUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  protocols: z.array(z.enum(['http', 'https'])).nullish(),
};

/** PUT. With `format` and `value` the operations come out of an OpenAPI document in JSON. */
export const apiCreateSchema = z.strictObject({
  ...shared,
  displayName: z.string().min(1).max(300).optional(),
  path,
  apiType: z.enum(['http']).nullish(),
  format: z.enum(['openapi+json', 'swagger-json']).optional(),
  value: z.string().optional(),
});
export type ApiCreate = z.output<typeof apiCreateSchema>;

export const apiUpdateSchema = z.strictObject({
  ...shared,
  displayName: z.string().min(1).max(300).optional(),
  path: path.optional(),
});

const parameters = z.array(z.looseObject({ name: z.string() }));
export const operationSchema = z.strictObject({
  displayName: z.string().min(1).max(300),
  method: z.string().min(1),
  urlTemplate: z.string().min(1).max(1000),
  description: z.string().max(1000).nullish(),
  templateParameters: parameters.nullish(),
  request: z.looseObject({}).nullish(),
  responses: z.array(z.looseObject({ statusCode: z.number().int() })).nullish(),
});
export const operationUpdateSchema = operationSchema.partial();
export type OperationBody = z.output<typeof operationSchema>;

const documentSchema = z.looseObject({
  info: z.looseObject({ title: z.string(), description: z.string().optional() }),
  paths: z.record(z.string(), z.looseObject({})),
});
const describedSchema = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
});

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

/** Title and operations of an OpenAPI document; null when it isn't one. */
export function readOpenApi(
  text: string,
): { title: string; operations: (OperationBody & { id: string })[] } | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) return null;
  const operations = Object.entries(parsed.data.paths).flatMap(([urlTemplate, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const about = describedSchema.parse(item[method]);
      const id = about.operationId ?? `${method}${urlTemplate.replace(/[^\w]+/g, '-')}`;
      return {
        id,
        displayName: about.summary ?? id,
        description: about.description,
        method: method.toUpperCase(),
        urlTemplate,
        templateParameters: templateParameters(urlTemplate),
      };
    }),
  );
  return { title: parsed.data.info.title, operations };
}

function templateParameters(urlTemplate: string): { name: string; type: string; required: true }[] {
  return [...urlTemplate.matchAll(/\{([^}]+)\}/g)].map((match) => ({
    name: match[1] ?? '',
    type: 'string',
    required: true,
  }));
}
