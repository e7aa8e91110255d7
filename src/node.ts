export {RectifierError} from './errors';
