int chorale_kernels_placeholder(void);
