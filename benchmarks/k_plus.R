# One descent after the other of the package's k-plus search ("local-maximum") on the marks of a grade.
# Rscript k_plus.R MARKS.csv CLASSES DESCENTS LISTS.csv: each line of LISTS.csv the class of each pupil.
library(anticlust)
given <- commandArgs(TRUE)
marks <- read.csv(given[1])
classes <- as.integer(given[2])
set.seed(1)
found <- replicate(as.integer(given[3]), kplus_anticlustering(marks, K = classes, method = "local-maximum"))
write.table(t(found), given[4], sep = ",", row.names = FALSE, col.names = FALSE)
