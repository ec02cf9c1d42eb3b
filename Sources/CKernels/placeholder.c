#include "CKernels.h"
int chorale_kernels_placeholder(void){return 0;}
