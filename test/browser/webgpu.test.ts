import {describeBrowserLanes} from './lane';

describeBrowserLanes('webgpu');
