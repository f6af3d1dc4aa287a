export { answers } from './answers.ts';
export { describeWithService, type TestService } from './describe-with-service.ts';
