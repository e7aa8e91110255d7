/** TensorFlow.js in a worker, so that nothing it does freezes the page: not training, nor a GPU that compiles. */

import {answer} from '../common/answer.mjs';
import {missingBackends} from '../common/backends.mjs';
import {startBackend} from '../common/start.mjs';
import {curves} from './functions/curves';
import {createLesson} from './learning/lesson';
import {tf} from './tf';

const lesson = createLesson(frame => postMessage(frame));

answer({
  answers: {missingBackends, ...lesson.answers},
  queued: {
    curves,
    useBackend: (name: string) => lesson.moved(load => startBackend(tf, name, load)),
    ...lesson.queued,
  },
});
