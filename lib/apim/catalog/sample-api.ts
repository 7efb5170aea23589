import type {
  ApiCreateOrUpdateParameter,
  OperationContract,
  PolicyContract,
} from '@azure/arm-apimanagement';
import { differences } from '../../kit/differences';
import { type Findings, noFindings } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { orNull } from './absent';
import { isSamePolicy, policyXml } from './policy-xml';

/** An API that answers by itself, so that a first key has something to call and every status can be tried. */
export const SAMPLE_API_ID = 'sample';

const API = {
  displayName: 'Sample API',
  description: 'Answers by itself: an echo, the time, and any status code that you ask for.',
  path: 'sample',
  protocols: ['https'],
  subscriptionRequired: true,
  // As all examples show it.
  subscriptionKeyParameterNames: { header: 'Ocp-Apim-Subscription-Key', query: 'subscription-key' },
} satisfies ApiCreateOrUpdateParameter;

const OPERATIONS = {
  echo: { displayName: 'Echo', method: 'GET', urlTemplate: '/echo', templateParameters: [] },
  time: { displayName: 'Time', method: 'GET', urlTemplate: '/time', templateParameters: [] },
  status: {
    displayName: 'Status',
    method: 'GET',
    urlTemplate: '/status/{code}',
    templateParameters: [{ name: 'code', type: 'integer', required: true }],
  },
} satisfies Record<string, OperationContract>;

/** There is no backend: the gateway creates the answers. */
const POLICY = policyXml([
  '<choose>',
  `  <when condition="@(context.Operation.Id == &quot;status&quot;)">`,
  '    <return-response>',
  `      <set-status code="@(int.Parse(context.Request.MatchedParameters[&quot;code&quot;]))" />`,
  '    </return-response>',
  '  </when>',
  `  <when condition="@(context.Operation.Id == &quot;time&quot;)">`,
  '    <return-response>',
  '      <set-header name="Content-Type" exists-action="override">',
  '        <value>application/json</value>',
  '      </set-header>',
  `      <set-body>@(new JObject(new JProperty("time", DateTime.UtcNow.ToString("o"))).ToString())</set-body>`,
  '    </return-response>',
  '  </when>',
  '  <otherwise>',
  '    <return-response>',
  '      <set-header name="Content-Type" exists-action="override">',
  '        <value>application/json</value>',
  '      </set-header>',
  `      <set-body>@(new JObject(new JProperty("query", context.Request.OriginalUrl.QueryString)).ToString())</set-body>`,
  '    </return-response>',
  '  </otherwise>',
  '</choose>',
]);

export async function checkSampleApi(service: ApimService): Promise<Findings> {
  const { client, at } = service;
  const findings: Findings = { ...noFindings(), checked: 1 };
  const existing = await orNull(client.api.get(...at, SAMPLE_API_ID));
  const differs = existing ? differences(API, { ...existing }) : [];
  if (!existing || differs.length > 0) {
    findings.steps.push({
      system: 'API Management',
      subject: `API ${SAMPLE_API_ID}`,
      action: existing ? 'update' : 'create',
      details: existing ? differs.join('; ') : `path /${API.path}`,
      async run() {
        const condition = existing ? { ifMatch: '*' } : {};
        await client.api.beginCreateOrUpdateAndWait(...at, SAMPLE_API_ID, API, condition);
      },
    });
  }
  for (const [id, wanted] of Object.entries(OPERATIONS)) {
    findings.checked += 1;
    const step = await checkOperation(service, { id, wanted, apiExists: existing !== null });
    if (step) findings.steps.push(step);
  }
  findings.checked += 1;
  const policy = existing ? await policyOf(service) : null;
  if (!policy?.value || !isSamePolicy(policy.value, POLICY)) {
    findings.steps.push({
      system: 'API Management',
      subject: `policy of API ${SAMPLE_API_ID}`,
      action: policy ? 'update' : 'create',
      details: 'the gateway answers by itself',
      async run() {
        const content = { value: POLICY, format: 'xml' };
        const condition = policy ? { ifMatch: '*' } : {};
        await client.apiPolicy.createOrUpdate(...at, SAMPLE_API_ID, 'policy', content, condition);
      },
    });
  }
  return findings;
}

async function checkOperation(
  { client, at }: ApimService,
  input: { id: string; wanted: OperationContract; apiExists: boolean },
) {
  const { id, wanted, apiExists } = input;
  const existing = apiExists
    ? await orNull(client.apiOperation.get(...at, SAMPLE_API_ID, id))
    : null;
  const differs = existing ? differences(comparable(wanted), comparable(existing)) : [];
  if (existing && differs.length === 0) return null;
  return {
    system: 'API Management' as const,
    subject: `operation ${SAMPLE_API_ID}/${id}`,
    action: existing ? ('update' as const) : ('create' as const),
    details: existing ? differs.join('; ') : `${wanted.method} /${API.path}${wanted.urlTemplate}`,
    async run() {
      const condition = existing ? { ifMatch: '*' } : {};
      await client.apiOperation.createOrUpdate(...at, SAMPLE_API_ID, id, wanted, condition);
    },
  };
}

/** Azure returns more fields of a parameter than were sent. */
function comparable({ displayName, method, urlTemplate, templateParameters }: OperationContract) {
  const parameters = (templateParameters ?? []).map(({ name, type }) => `${name}: ${type}`);
  return { displayName, method, urlTemplate, parameters };
}

/**
 * The list is read because the SDK cannot read a single API's policy: it parses the JSON of the answer as XML and finds
 * nothing in it.
 */
async function policyOf({ client, at }: ApimService): Promise<PolicyContract | null> {
  const { value = [] } = await client.apiPolicy.listByApi(...at, SAMPLE_API_ID);
  return value[0] ?? null;
}
