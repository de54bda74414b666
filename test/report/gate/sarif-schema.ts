/** The parts of SARIF 2.1.0 (OASIS Standard, 27 March 2020) that are written here, as it states them. */

const text = { type: 'string', minLength: 1 };
const message = { type: 'object', required: ['text'], properties: { text } };
const position = { type: 'integer', minimum: 1 };

const location = {
  type: 'object',
  properties: {
    message,
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      properties: {
        artifactLocation: {
          type: 'object',
          properties: { uri: { type: 'string', pattern: "^[A-Za-z0-9\\-._~!'()*/%]+$" } },
        },
        region: {
          type: 'object',
          required: ['startLine', 'startColumn', 'endColumn'],
          properties: { startLine: position, startColumn: position, endColumn: position },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const level = { enum: ['none', 'note', 'warning', 'error'] };

const threadFlow = {
  type: 'object',
  required: ['locations'],
  properties: {
    locations: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: { executionOrder: { type: 'integer', minimum: -1 }, location },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

const suppression = {
  type: 'object',
  required: ['kind'],
  properties: {
    kind: { enum: ['inSource', 'external'] },
    status: { enum: ['accepted', 'underReview', 'rejected'] },
    justification: { type: 'string' },
    location,
  },
  additionalProperties: false,
};

const result = {
  type: 'object',
  required: ['message', 'ruleId', 'partialFingerprints'],
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    level,
    message,
    locations: { type: 'array', items: location },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    suppressions: { type: 'array', items: suppression },
    codeFlows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['threadFlows'],
        properties: { threadFlows: { type: 'array', minItems: 1, items: threadFlow } },
      },
    },
  },
  additionalProperties: false,
};

const rule = {
  type: 'object',
  required: ['id'],
  properties: {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
  },
  additionalProperties: false,
};

export const sarifSchema = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: text,
                  version: text,
                  informationUri: { type: 'string', pattern: '^https://' },
                  rules: { type: 'array', uniqueItems: true, items: rule },
                },
                additionalProperties: false,
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: {
                    type: 'object',
                    required: ['message'],
                    properties: { level, message, locations: { type: 'array', items: location } },
                    additionalProperties: false,
                  },
                },
              },
              additionalProperties: false,
            },
          },
          results: { type: 'array', items: result },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
